using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;
using Vitrine.Seals;

namespace Vitrine.Release;

/// <summary>A release as the views have it.</summary>
public sealed record ReleaseRecord(Digest Statement, Digest Seal, string Product, string Version, string Vendor, DateTimeOffset At, IReadOnlyList<ShippedFile> Files, string? RevokedFor)
{
    /// <summary>From when it is revoked; null where it is not.</summary>
    public DateTimeOffset? RevokedSince { get; init; }
}

/// <summary>A rebuild as the views have it.</summary>
public sealed record RebuildRecord(Digest Statement, Digest Seal, RebuildVerdict Worst, DateTimeOffset At);

/// <summary>Rebuilds and releases.</summary>
public sealed class ReleasePart : Part
{
    /// <inheritdoc/>
    public override IReadOnlyList<ActKind> Acts { get; } = [ActKind.Of<RebuildAttested>("release.rebuildAttested"), ActKind.Of<Released>("release.released")];

    /// <inheritdoc/>
    public override string Schema => """
        CREATE TABLE release_rebuild (statement TEXT PRIMARY KEY, seal TEXT NOT NULL, worst TEXT NOT NULL, at TEXT NOT NULL, n INTEGER NOT NULL);
        CREATE TABLE release_rebuilt (statement TEXT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL);
        CREATE INDEX release_rebuilt_digest ON release_rebuilt (digest);
        CREATE TABLE release_release (
          statement TEXT PRIMARY KEY, seal TEXT NOT NULL, product TEXT NOT NULL, version TEXT NOT NULL, vendor TEXT NOT NULL, at TEXT NOT NULL, n INTEGER NOT NULL);
        CREATE TABLE release_file (statement TEXT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL);
        """;

    /// <inheritdoc/>
    public override void Check(Act act, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        switch (act)
        {
            case RebuildAttested rebuild:
                CheckSeal(rebuild.Seal, views);
                CheckFiles(rebuild.Files);
                break;
            case Released release:
                CheckSeal(release.Seal, views);
                CheckFiles(release.Files);
                ActText.Require(release.Product, "product", 120);
                ActText.Require(release.Version, "version", 60);
                if (Parties.Find(release.Vendor, views) is not { Kind: PartyKind.Host } || SealsPart.Find(release.Seal, views)!.Vendor != release.Vendor)
                {
                    throw new ActRefusedException($"'{release.Vendor}' is not the vendor of the seal {release.Seal}.");
                }

                break;
            case Revoked { Kind: RevokedKind.Release } revoked when !IsReleased(revoked.Digest, views):
                throw new ActRefusedException($"This centre has logged no release {revoked.Digest}.");
        }
    }

    /// <inheritdoc/>
    public override void Project(RecordedAct recorded, SqliteConnection views, Documents documents)
    {
        switch (recorded.Act)
        {
            case RebuildAttested r:
                views.Execute("INSERT INTO release_rebuild VALUES ($1, $2, $3, $4, $5)", r.Rebuild, r.Seal, r.Worst, recorded.At, recorded.Position);
                foreach (var file in r.Files)
                {
                    views.Execute("INSERT INTO release_rebuilt VALUES ($1, $2, $3)", r.Rebuild, file.Name, file.Digest);
                }

                break;
            case Released r:
                views.Execute("INSERT INTO release_release VALUES ($1, $2, $3, $4, $5, $6, $7)", r.Release, r.Seal, r.Product, r.Version, r.Vendor, recorded.At, recorded.Position);
                Certificates.NoteRelease(views, r.Vendor, r.Product, new ProductChange(r.Release, r.Seal, r.Version, recorded.At, recorded.Position, null));
                foreach (var file in r.Files)
                {
                    views.Execute("INSERT INTO release_file VALUES ($1, $2, $3)", r.Release, file.Name, file.Digest);
                }

                break;
        }
    }

    /// <summary>The rebuilds of a seal that compared a file of this digest, newest first.</summary>
    public static IReadOnlyList<RebuildRecord> RebuildsOf(Digest seal, Digest file, SqliteConnection views) => views.Query(
        """
        SELECT DISTINCT b.statement, b.seal, b.worst, b.at, b.n FROM release_rebuild b JOIN release_rebuilt f ON f.statement = b.statement
        WHERE b.seal = $1 AND f.digest = $2 ORDER BY b.n DESC
        """,
        Rebuild,
        seal,
        file);

    /// <summary>The rebuilds of a seal, newest first.</summary>
    public static IReadOnlyList<RebuildRecord> RebuildsOf(Digest seal, SqliteConnection views) =>
        views.Query("SELECT statement, seal, worst, at FROM release_rebuild WHERE seal = $1 ORDER BY n DESC", Rebuild, seal);

    /// <summary>Whether a release is on record, by its statement.</summary>
    public static bool IsReleased(Digest statement, SqliteConnection views) =>
        views.Scalar<long>("SELECT count(*) FROM release_release WHERE statement = $1", statement) > 0;

    /// <summary>All releases, newest first.</summary>
    public static IReadOnlyList<ReleaseRecord> List(SqliteConnection views)
    {
        var files = views.Query("SELECT statement, name, digest FROM release_file ORDER BY name", row => (row.GetString(0), new ShippedFile(row.GetString(1), Digest.ParseHex(row.GetString(2)))))
            .ToLookup(pair => pair.Item1, pair => pair.Item2);
        return views.Query(
            """
            SELECT l.statement, l.seal, l.product, l.version, l.vendor, l.at, r.reason, r.since FROM release_release l
            LEFT JOIN register_revocation r ON r.kind = 'release' AND r.digest = l.statement ORDER BY l.n DESC
            """,
            row => new ReleaseRecord(
                Digest.ParseHex(row.GetString(0)),
                Digest.ParseHex(row.GetString(1)),
                row.GetString(2),
                row.GetString(3),
                row.GetString(4),
                row.Time(5),
                [.. files[row.GetString(0)]],
                row.Text(6))
            {
                RevokedSince = row.IsDBNull(7) ? null : row.Time(7),
            });
    }

    private static void CheckSeal(Digest seal, SqliteConnection views)
    {
        if (SealsPart.Find(seal, views) is null)
        {
            throw new ActRefusedException($"This centre holds no seal {seal}.");
        }
    }

    private static void CheckFiles(IReadOnlyList<ShippedFile> files)
    {
        if (files.Count is < 1 or > ReleaseDesk.MaxFiles)
        {
            throw new ActRefusedException($"There are 1 to {ReleaseDesk.MaxFiles} files; here are {files.Count}.");
        }

        foreach (var file in files)
        {
            ActText.Require(file.Name, "file's name", 255);
        }

        if (files.GroupBy(file => file.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ActRefusedException($"Two of the files are named {twice.Key}. Each is named once.");
        }
    }

    private static RebuildRecord Rebuild(SqliteDataReader row) =>
        new(Digest.ParseHex(row.GetString(0)), Digest.ParseHex(row.GetString(1)), Enum.Parse<RebuildVerdict>(row.GetString(2), ignoreCase: true), row.Time(3));
}
