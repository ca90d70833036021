using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>An advisory was issued: a public one by name and title, a restricted one by a salted commitment and nothing else.</summary>
/// <param name="File">The document's name; <see cref="RestrictedName"/> for a restricted one.</param>
/// <param name="Digest">SHA-256 of the document, or the commitment to it.</param>
/// <param name="Title">A public one's title; null for a restricted one.</param>
/// <param name="Issued">When, whole seconds.</param>
public sealed record AdvisoryPredicate(string File, Digest Digest, string? Title, DateTimeOffset Issued)
{
    /// <summary>The predicate's type.</summary>
    public const string Type = "https://vitrine.example/advisory/v1";

    /// <summary>What stands in place of a restricted document's name.</summary>
    public const string RestrictedName = "commitment";

    /// <summary>That a document everybody may read was issued.</summary>
    public static AdvisoryPredicate Public(string file, Digest sha256, string title, DateTimeOffset issued) => new(file, sha256, title, issued);

    /// <summary>That a document was issued to some.</summary>
    public static AdvisoryPredicate Restricted(Digest commitment, DateTimeOffset issued) => new(RestrictedName, commitment, null, issued);

    /// <summary>The predicate as JSON.</summary>
    /// <exception cref="StatementFormatException">A value is not one that the format allows.</exception>
    public JsonElement ToJson() => PredicateJson.Checked(
        writer =>
        {
            if (Title is not null)
            {
                writer.WriteString("title", Title);
            }

            writer.WriteTime("issued", Issued);
        },
        Parse);

    /// <summary>The statement over the document, or over the commitment.</summary>
    /// <exception cref="StatementFormatException">A value is not one that the format allows.</exception>
    public Statement Of() => PredicateJson.Checked(new Statement([Subject.File(File, Digest)], Type, ToJson()), Read);

    /// <summary>Reads a whole statement.</summary>
    /// <exception cref="StatementFormatException">It is anything else.</exception>
    public static AdvisoryPredicate Read(Statement statement)
    {
        var (title, issued) = Parse(PredicateJson.Of(statement, Type));
        PredicateJson.RequireFiles(statement);
        return statement.Subjects is [var one] && (one.Name == RestrictedName) == (title is null)
            ? new AdvisoryPredicate(one.Name, one.Digest, title, issued)
            : throw new StatementFormatException("The subject is not one document with a title, or one commitment without.");
    }

    private static (string? Title, DateTimeOffset Issued) Parse(JsonElement predicate)
    {
        var members = Proofs.Statement.Open(predicate, "advisory");
        var read = (members.OptionalText("title"), members.Time("issued"));
        members.End();
        return read;
    }
}
