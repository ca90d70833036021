using Microsoft.Data.Sqlite;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>The ledger's state as an act says it was anchored.</summary>
/// <param name="Size">Acts under the anchor.</param>
/// <param name="Root">Their root.</param>
/// <param name="Statement">SHA-256 of the anchor's payload.</param>
public sealed record Anchored(TreeSize Size, Digest Root, Digest Statement);

/// <summary>The anchors of a centre's ledger in its public log.</summary>
public static class Anchors
{
    /// <summary>The newest; null where there is none. It may still wait for its place in the log.</summary>
    public static Anchored? Newest(SqliteConnection views) => views.Query(
        "SELECT size, root, statement FROM centre_anchor ORDER BY size DESC LIMIT 1",
        row => new Anchored(new TreeSize((ulong)row.GetInt64(0)), Digest.ParseHex(row.GetString(1)), Digest.ParseHex(row.GetString(2)))).FirstOrDefault();
}
