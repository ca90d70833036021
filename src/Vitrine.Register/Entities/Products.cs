using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>A product, whoever reviewed it or not.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Vendor">The entity that makes it.</param>
/// <param name="Class">What kind of product: a word that regimes use.</param>
public sealed record Product(string Id, string Name, string Vendor, string Class);

/// <summary>The products that the register knows.</summary>
public static class Products
{
    private const string Select = "SELECT id, name, vendor, class FROM register_product ";

    /// <summary>A product by its identifier; null where there is none.</summary>
    public static Product? Find(string id, SqliteConnection views) => views.Query($"{Select} WHERE id = $1", Read, id).FirstOrDefault();

    /// <summary>All, by name.</summary>
    public static IReadOnlyList<Product> List(SqliteConnection views) => views.Query($"{Select} ORDER BY name, id", Read);

    /// <summary>Those that an entity makes, by name.</summary>
    public static IReadOnlyList<Product> OfVendor(string entity, SqliteConnection views) => views.Query($"{Select} WHERE vendor = $1 ORDER BY name, id", Read, entity);

    private static Product Read(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3));
}
