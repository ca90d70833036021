using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>A centre committed to what a review was asked for, before anything of it is public: a salted commitment (docs/formats/publication.md), and nothing else.</summary>
/// <param name="Commitment">The commitment, which an opening is held against later.</param>
/// <param name="Chosen">When it was made, whole seconds.</param>
public sealed record PublicationPredicate(Digest Commitment, DateTimeOffset Chosen)
{
    /// <summary>The predicate's type.</summary>
    public const string Type = "https://vitrine.example/publication/v1";

    private const string Name = "commitment";

    /// <summary>The predicate as JSON.</summary>
    /// <exception cref="StatementFormatException">A value is not one that the format allows.</exception>
    public JsonElement ToJson() => PredicateJson.Checked(writer => writer.WriteTime("chosen", Chosen), Parse);

    /// <summary>The statement over the commitment.</summary>
    /// <exception cref="StatementFormatException">A value is not one that the format allows.</exception>
    public Statement Of() => PredicateJson.Checked(new Statement([Subject.File(Name, Commitment)], Type, ToJson()), Read);

    /// <summary>Reads a whole statement.</summary>
    /// <exception cref="StatementFormatException">It is anything else.</exception>
    public static PublicationPredicate Read(Statement statement)
    {
        var chosen = Parse(PredicateJson.Of(statement, Type));
        PredicateJson.RequireFiles(statement);
        return statement.Subjects is [{ Name: Name } one] ? new PublicationPredicate(one.Digest, chosen) : throw new StatementFormatException("The subject is not one commitment.");
    }

    private static DateTimeOffset Parse(JsonElement predicate)
    {
        var members = Proofs.Statement.Open(predicate, "publication");
        var chosen = members.Time("chosen");
        members.End();
        return chosen;
    }
}
