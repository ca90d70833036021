using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>Whether a certificate counts, as of a day.</summary>
public enum CertificateState
{
    /// <summary>It counts.</summary>
    Valid,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It was revoked.</summary>
    Revoked,

    /// <summary>The laboratory concluded against the product.</summary>
    Refused,
}

/// <summary>A certificate as the register has it.</summary>
public sealed record Certificate(
    Digest Digest,
    Digest Review,
    string Engagement,
    Digest Seal,
    string Product,
    string Version,
    string Laboratory,
    bool Certified,
    DateTimeOffset Issued,
    DateTimeOffset ValidUntil,
    string? RevokedFor)
{
    /// <summary>The state on a day.</summary>
    public CertificateState StateAt(DateTimeOffset at) =>
        RevokedFor is not null ? CertificateState.Revoked
        : !Certified ? CertificateState.Refused
        : at >= ValidUntil ? CertificateState.Expired
        : CertificateState.Valid;
}

/// <summary>The certificates that laboratories issued in this centre.</summary>
public static class Certificates
{
    private const string Select = """
        SELECT c.digest, c.review, c.engagement, c.seal, c.product, c.version, c.laboratory, c.certified, c.issued, c.valid_until, r.reason
        FROM register_certificate c LEFT JOIN register_revocation r ON r.kind = 'certificate' AND r.digest = c.digest

        """;

    /// <summary>All, newest first.</summary>
    public static IReadOnlyList<Certificate> List(SqliteConnection views) => views.Query(Select + "ORDER BY c.n DESC", Read);

    /// <summary>Those of a seal, newest first.</summary>
    public static IReadOnlyList<Certificate> OfSeal(Digest seal, SqliteConnection views) => views.Query(Select + "WHERE c.seal = $1 ORDER BY c.n DESC", Read, seal);

    /// <summary>One by its digest; null where there is none.</summary>
    public static Certificate? Find(Digest digest, SqliteConnection views) => views.Query(Select + "WHERE c.digest = $1", Read, digest).FirstOrDefault();

    /// <summary>Those of an engagement, newest first.</summary>
    public static IReadOnlyList<Certificate> OfEngagement(string engagement, SqliteConnection views) =>
        views.Query(Select + "WHERE c.engagement = $1 ORDER BY c.n DESC", Read, engagement);

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
        row.Text(10));
}
