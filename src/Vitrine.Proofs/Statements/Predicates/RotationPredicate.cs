using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>Whose key it is that changes.</summary>
public enum RotatedKey
{
    /// <summary>The centre's, for statuses, rebuilds, anchors and receipts.</summary>
    Centre,

    /// <summary>A party's, for releases and reviews.</summary>
    Party,

    /// <summary>A party's opening key, to which sessions are wrapped. It signs nothing: the party's signing key names its successor.</summary>
    Opening,
}

/// <summary>An old key names its successor. Its place in the log is where the old key ends: what that signs afterwards counts no more.</summary>
/// <param name="Whose">Whose key.</param>
/// <param name="Name">The centre's origin, or the party's identifier.</param>
/// <param name="From">The old key's identifier; it signs this, unless it only opens.</param>
/// <param name="To">The new key.</param>
/// <param name="At">When, whole seconds.</param>
public sealed record RotationPredicate(RotatedKey Whose, string Name, Digest From, PublicKey To, DateTimeOffset At)
{
    /// <summary>The predicate's type.</summary>
    public const string Type = "https://vitrine.example/rotation/v1";

    private const string SubjectName = "key";
    private static readonly string[] Kinds = ["centre", "party", "opening"];

    /// <summary>Reads a predicate strictly.</summary>
    /// <exception cref="StatementFormatException">It is anything else.</exception>
    public static RotationPredicate Parse(JsonElement predicate)
    {
        var members = Proofs.Statement.Open(predicate, "rotation");
        var read = new RotationPredicate(
            (RotatedKey)members.Word("of", Kinds),
            members.Text("name", 255),
            members.Digest("from"),
            PublicKey.TryFromBase64(members.Raw("to"), out var to) ? to : throw members.Fault("to", "is no P-256 key"),
            members.Time("at"));
        members.End();
        return read.From != read.To.KeyId ? read : throw members.Fault("to", "is the same key");
    }

    /// <summary>The predicate as JSON that <see cref="Parse"/> accepts.</summary>
    /// <exception cref="StatementFormatException">A value is not one that the format allows.</exception>
    public JsonElement ToJson() => PredicateJson.Checked(
        writer =>
        {
            writer.WriteString("of", Kinds[(int)Whose]);
            writer.WriteString("name", Name);
            writer.WriteString("from", From.ToHex());
            writer.WriteString("to", To.ToBase64());
            writer.WriteTime("at", At);
        },
        Parse);

    /// <summary>The statement over the new key: the SHA-256 of its SubjectPublicKeyInfo.</summary>
    /// <exception cref="StatementFormatException">A value is not one that the format allows.</exception>
    public Statement Of() => PredicateJson.Checked(new Statement([Subject.File(SubjectName, To.KeyId)], Type, ToJson()), Read);

    /// <summary>Reads a whole statement: the predicate, and the subject that it calls for.</summary>
    /// <exception cref="StatementFormatException">It is anything else.</exception>
    public static RotationPredicate Read(Statement statement)
    {
        var read = Parse(PredicateJson.Of(statement, Type));
        return statement.Subjects is [{ Name: SubjectName, Algorithm: Subject.Sha256 } subject] && subject.Digest == read.To.KeyId
            ? read
            : throw new StatementFormatException("The rotation's subject is not the key that it names.");
    }
}
