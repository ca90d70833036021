using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>The certificates that laboratories issued in this centre.</summary>
public static class Certificates
{
    private const string Select = """
        SELECT c.digest, c.review, c.engagement, c.seal, c.product, c.version, c.laboratory, c.certified, c.issued, c.valid_until, r.reason, r.since,
               c.n, c.vendor, c.authority, c.tier, c.sealed
        FROM register_certificate c LEFT JOIN register_revocation r ON r.kind = 'certificate' AND r.digest = c.digest

        """;

    /// <summary>All, newest first.</summary>
    public static IReadOnlyList<Certificate> List(SqliteConnection views) => Load("", views);

    /// <summary>Those of a seal, newest first.</summary>
    public static IReadOnlyList<Certificate> OfSeal(Digest seal, SqliteConnection views) => Load("WHERE c.seal = $1", views, seal);

    /// <summary>One by its digest; null where there is none.</summary>
    public static Certificate? Find(Digest digest, SqliteConnection views) => Load("WHERE c.digest = $1", views, digest).FirstOrDefault();

    /// <summary>Those of an engagement, newest first.</summary>
    public static IReadOnlyList<Certificate> OfEngagement(string engagement, SqliteConnection views) => Load("WHERE c.engagement = $1", views, engagement);

    /// <summary>Those of a vendor's product, newest first.</summary>
    public static IReadOnlyList<Certificate> OfProduct(string vendor, string product, SqliteConnection views) =>
        Load("WHERE c.vendor = $1 AND c.product = $2", views, vendor, product);

    /// <summary>Those that are suspended or withdrawn, oldest first.</summary>
    internal static IReadOnlyList<Certificate> Held(SqliteConnection views) =>
        [.. Load("WHERE c.digest IN (SELECT certificate FROM register_certificate_step)", views).Where(certificate => certificate.IsHeld).Reverse()];

    /// <summary>Those whose time ended after one moment and no later than the other, oldest first.</summary>
    internal static IReadOnlyList<Certificate> EndingWithin(DateTimeOffset after, DateTimeOffset until, SqliteConnection views)
    {
        var certificates = Load("WHERE c.valid_until > $1 AND c.valid_until <= $2", views, after, until);
        certificates.Reverse();
        return certificates;
    }

    /// <summary>
    /// Notes in the views what the engagement says of a certificate. Called by the part that knows engagements, as it projects the act that issued it.
    /// </summary>
    public static void Attribute(SqliteConnection views, Digest certificate, string vendor, string authority, string tier, LogIndex? sealedAt) => views.Execute(
        "UPDATE register_certificate SET vendor = $2, authority = $3, tier = $4, sealed = $5 WHERE digest = $1",
        certificate, vendor, authority, tier, sealedAt is { } position ? (long)position.Value : null);

    /// <summary>
    /// Notes in the views that a vendor released a product from a seal; a certificate that this makes stale is a cause of an advisory. Called by the part that knows releases, as it
    /// projects the act.
    /// </summary>
    public static void NoteRelease(SqliteConnection views, string vendor, string product, ProductChange release)
    {
        var valid = OfProduct(vendor, product, views).Where(one => one.StateAt(release.At) == CertificateState.Valid).Select(one => one.Digest).ToHashSet();
        views.Execute(
            "INSERT INTO register_change VALUES ($1, $2, $3, $4, $5, $6, $7)",
            release.Release, vendor, product, release.Version, release.Seal, release.At, release.Position);
        foreach (var stale in OfProduct(vendor, product, views).Where(one => valid.Contains(one.Digest) && one.StateAt(release.At) == CertificateState.Stale))
        {
            Causes.Put($"certificate:{stale.Digest}", $"Certificate of {product} {stale.Version} is stale: {release.Version} was released from another tree", release.At, release.Position, views);
        }
    }

    private static List<Certificate> Load(string where, SqliteConnection views, params ReadOnlySpan<object?> values)
    {
        var certificates = views.Query($"{Select}{where} ORDER BY c.n DESC", Read, values);
        if (certificates.Count == 0)
        {
            return certificates;
        }

        var steps = views.Query(
            $"""
            SELECT s.certificate, s.n, s.what, s.party, s.reason, s.at, s.successor FROM register_certificate_step s
            WHERE s.certificate IN (SELECT c.digest FROM register_certificate c {where}) ORDER BY s.n
            """,
            row => (row.GetString(0), ReadStep(row)),
            values).ToLookup(pair => pair.Item1, pair => pair.Item2);
        var changes = views.Query(
            $"""
            SELECT h.vendor, h.product, h.release, h.seal, h.version, h.at, h.n, r.since FROM register_change h
            LEFT JOIN register_revocation r ON r.kind = 'release' AND r.digest = h.release
            WHERE (h.vendor, h.product) IN (SELECT c.vendor, c.product FROM register_certificate c {where}) ORDER BY h.n
            """,
            row => ((row.GetString(0), row.GetString(1)), ReadChange(row)),
            values).GroupBy(pair => pair.Item1, pair => pair.Item2).ToDictionary(group => group.Key, group => group.ToImmutableArray());
        return certificates.ConvertAll(certificate => certificate with
        {
            Steps = [.. steps[certificate.Digest.ToHex()]],
            Changes = certificate.Vendor is { } vendor ? changes.GetValueOrDefault((vendor, certificate.Product), []) : [],
        });
    }

    private static Certificate Read(SqliteDataReader row) => new(
        Digest.ParseHex(row.GetString(0)),
        Digest.ParseHex(row.GetString(1)),
        row.GetString(2),
        Digest.ParseHex(row.GetString(3)),
        row.GetString(4),
        row.GetString(5),
        row.GetString(6),
        row.GetBoolean(7),
        row.Time(8),
        row.Time(9),
        row.Text(10))
    {
        RevokedSince = row.IsDBNull(11) ? null : row.Time(11),
        Position = new LogIndex((ulong)row.GetInt64(12)),
        Vendor = row.Text(13),
        Authority = row.Text(14),
        Tier = row.Text(15),
        SealedAt = row.IsDBNull(16) ? null : new LogIndex((ulong)row.GetInt64(16)),
    };

    private static StandingStep ReadStep(SqliteDataReader row) => new(
        new LogIndex((ulong)row.GetInt64(1)),
        Enum.Parse<StandingWord>(row.GetString(2), ignoreCase: true),
        row.GetString(3),
        row.GetString(4),
        row.Time(5),
        row.Text(6) is { } successor ? Digest.ParseHex(successor) : null);

    private static ProductChange ReadChange(SqliteDataReader row) => new(
        Digest.ParseHex(row.GetString(2)),
        Digest.ParseHex(row.GetString(3)),
        row.GetString(4),
        row.Time(5),
        new LogIndex((ulong)row.GetInt64(6)),
        row.IsDBNull(7) ? null : row.Time(7));
}
