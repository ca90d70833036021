using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>What a product was seen to contain.</summary>
public sealed record Component(string Id, string Product, string? Version, Digest? File, string Name, string? Vendor, int Confidence, string Evidence);

/// <summary>What was identified in products.</summary>
public static class Components
{
    /// <summary>Below this confidence, in percent, an identification is kept but moves nothing.</summary>
    public const int Enough = 90;

    private const string Select = "SELECT id, product, version, file, name, vendor, confidence, evidence FROM advisories_component ";

    /// <summary>All, by product.</summary>
    public static IReadOnlyList<Component> List(SqliteConnection views) => views.Query($"{Select} ORDER BY product, id", Read);

    /// <summary>Those in a product, that are sure enough.</summary>
    public static IReadOnlyList<Component> Of(string product, SqliteConnection views) => views.Query($"{Select} WHERE product = $1 AND confidence >= $2 ORDER BY id", Read, product, Enough);

    /// <summary>One; null where there is none.</summary>
    public static Component? Find(string id, SqliteConnection views) => views.Query($"{Select} WHERE id = $1", Read, id).FirstOrDefault();

    private static Component Read(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.Text(2),
        row.Text(3) is { } file ? Digest.ParseHex(file) : null,
        row.GetString(4),
        row.Text(5),
        row.GetInt32(6),
        row.GetString(7));
}
