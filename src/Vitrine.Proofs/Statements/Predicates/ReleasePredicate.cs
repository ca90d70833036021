using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>A vendor ships these files as this version of this product, built from this seal.</summary>
/// <param name="Product">The product's name, as policies write it.</param>
/// <param name="Version">The version's name.</param>
/// <param name="Channel">The way it reaches users.</param>
/// <param name="Seal">Root of the sealed source.</param>
/// <param name="Vendor">The vendor's name; the key decides, not the name.</param>
/// <param name="Released">When, whole seconds.</param>
/// <param name="Revision">The source revision, where it is said.</param>
public sealed record ReleasePredicate(
    string Product,
    string Version,
    string Channel,
    Digest Seal,
    string Vendor,
    DateTimeOffset Released,
    string? Revision = null)
{
    /// <summary>The predicate's type.</summary>
    public const string Type = "https://vitrine.example/release/v1";

    /// <summary>Reads a predicate strictly.</summary>
    /// <exception cref="StatementFormatException">It is anything else.</exception>
    public static ReleasePredicate Parse(JsonElement predicate)
    {
        var members = Proofs.Statement.Open(predicate, "release");
        var read = new ReleasePredicate(
            members.Text("product"),
            members.Text("version"),
            members.Text("channel"),
            members.Digest("seal"),
            members.Text("vendor"),
            members.Time("released"),
            members.OptionalText("revision"));
        members.End();
        return read;
    }

    /// <summary>The predicate as JSON that <see cref="Parse"/> accepts.</summary>
    /// <exception cref="StatementFormatException">A value is not one that the format allows.</exception>
    public JsonElement ToJson() => PredicateJson.Checked(
        writer =>
        {
            writer.WriteString("product", Product);
            writer.WriteString("version", Version);
            writer.WriteString("channel", Channel);
            writer.WriteString("seal", Seal.ToHex());
            writer.WriteString("vendor", Vendor);
            writer.WriteTime("released", Released);
            if (Revision is not null)
            {
                writer.WriteString("revision", Revision);
            }
        },
        Parse);

    /// <summary>The statement over the shipped files.</summary>
    /// <exception cref="StatementFormatException">A value is not one that the format allows.</exception>
    public Statement Of(IEnumerable<Subject> files) => PredicateJson.Checked(new Statement(files, Type, ToJson()), Read);

    /// <summary>Reads a whole statement: the predicate, and the subjects that it calls for.</summary>
    /// <exception cref="StatementFormatException">It is anything else.</exception>
    public static ReleasePredicate Read(Statement statement)
    {
        var read = Parse(PredicateJson.Of(statement, Type));
        PredicateJson.RequireFiles(statement);
        return read;
    }
}
