using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>A tree was sealed.</summary>
/// <param name="Seal">The root.</param>
/// <param name="Vendor">The key domain, which is the vendor's identifier.</param>
/// <param name="Product">The product's name.</param>
/// <param name="Version">The product's version.</param>
/// <param name="Source">What was sealed, in a few words: no path of the machine.</param>
/// <param name="Files">Files in the tree.</param>
/// <param name="Bytes">Bytes in the tree.</param>
/// <param name="Accepted">Kinds of problem that the host accepted.</param>
public sealed record SealMade(Digest Seal, string Vendor, string Product, string Version, string Source, long Files, long Bytes, IReadOnlyList<string> Accepted) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"seal:{Seal}";
}

/// <summary>A seal's key was dropped: this centre cannot read its content again.</summary>
public sealed record SealDestroyed(Digest Seal, string Reason) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"seal:{Seal}";
}

/// <summary>A seal as the views have it.</summary>
public sealed record SealRecord(Digest Root, string Vendor, string Product, string Version, string Source, long Files, long Bytes, DateTimeOffset Made, DateTimeOffset? Destroyed);

/// <summary>Which trees were sealed, and which seals were destroyed.</summary>
public sealed class SealsPart : Part
{
    private const string Select = "SELECT root, vendor, product, version, source, files, bytes, made, destroyed FROM seals_seal ";

    /// <inheritdoc/>
    public override IReadOnlyList<ActKind> Acts { get; } = [ActKind.Of<SealMade>("seals.made"), ActKind.Of<SealDestroyed>("seals.destroyed")];

    /// <inheritdoc/>
    public override string Schema => """
        CREATE TABLE seals_seal (
          root TEXT PRIMARY KEY, vendor TEXT NOT NULL, product TEXT NOT NULL, version TEXT NOT NULL, source TEXT NOT NULL,
          files INTEGER NOT NULL, bytes INTEGER NOT NULL, made TEXT NOT NULL, destroyed TEXT, n INTEGER NOT NULL);
        """;

    /// <inheritdoc/>
    public override void Check(Act act, Actor by, DateTimeOffset at, SqliteConnection views)
    {
        switch (act)
        {
            case SealMade made:
                CheckMade(made, views);
                break;
            case SealDestroyed destroyed:
                ActText.Require(destroyed.Reason, "reason", 2000, multiline: true);
                if (Find(destroyed.Seal, views) is not { Destroyed: null })
                {
                    throw new ActRefusedException($"This centre holds no seal {destroyed.Seal}.");
                }

                break;
        }
    }

    /// <inheritdoc/>
    public override void Project(RecordedAct recorded, SqliteConnection views, Documents documents)
    {
        switch (recorded.Act)
        {
            case SealMade m:
                views.Execute(
                    "INSERT OR REPLACE INTO seals_seal VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, $9)",
                    m.Seal, m.Vendor, m.Product, m.Version, m.Source, m.Files, m.Bytes, recorded.At, recorded.Position);
                break;
            case SealDestroyed d:
                views.Execute("UPDATE seals_seal SET destroyed = $2 WHERE root = $1", d.Seal, recorded.At);
                break;
        }
    }

    /// <summary>A seal of this centre; null where there is none.</summary>
    public static SealRecord? Find(Digest root, SqliteConnection views) => views.Query(Select + "WHERE root = $1", Read, root).FirstOrDefault();

    /// <summary>The place in the ledger of the act that made a seal; null where there is none.</summary>
    public static LogIndex? PositionOf(Digest root, SqliteConnection views) =>
        views.Scalar<long?>("SELECT n FROM seals_seal WHERE root = $1", root) is { } n ? new LogIndex((ulong)n) : null;

    /// <summary>The seals of this centre, newest first.</summary>
    public static IReadOnlyList<SealRecord> List(SqliteConnection views) => views.Query(Select + "ORDER BY n DESC", Read);

    /// <summary>Refuses what cannot be said of a seal.</summary>
    /// <exception cref="ActRefusedException">The reason, as a sentence.</exception>
    internal static void CheckNames(string vendor, string product, string version)
    {
        ActText.Require(vendor, "vendor's identifier", 64);
        Optional(product, "product", 120);
        Optional(version, "version", 60);
    }

    private static void CheckMade(SealMade made, SqliteConnection views)
    {
        if (Find(made.Seal, views) is { Destroyed: null } seal)
        {
            throw new ActRefusedException($"The tree {made.Seal} is sealed already, as {seal.Product} {seal.Version}.");
        }

        CheckNames(made.Vendor, made.Product, made.Version);
        Optional(made.Source, "source", 200);
        if (made.Files < 1 || made.Bytes < 0)
        {
            throw new ActRefusedException("A seal holds at least one file.");
        }
    }

    private static void Optional(string text, string what, int most)
    {
        if (text.Length > 0)
        {
            ActText.Require(text, what, most);
        }
    }

    private static SealRecord Read(SqliteDataReader row) => new(
        Digest.ParseHex(row.GetString(0)),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetInt64(5),
        row.GetInt64(6),
        row.Time(7),
        row.IsDBNull(8) ? null : row.Time(8));
}
