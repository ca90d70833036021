using System.Text;
using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>Which of a centre's two logs a key signs.</summary>
public enum CentreLog
{
    /// <summary>The public log.</summary>
    Log,

    /// <summary>The private ledger.</summary>
    Ledger,
}

/// <summary>A log's checkpoints are signed with another key from now on; its origin, its entries and their places stay.</summary>
/// <remarks>Signed by the centre, and logged before the new key signs anything: the last checkpoints of the old key cover it.</remarks>
/// <param name="Which">Which log.</param>
/// <param name="From">The old key.</param>
/// <param name="To">The new key, of the same name.</param>
/// <param name="At">When, whole seconds.</param>
public sealed record LogKeyPredicate(CentreLog Which, NoteVerifier From, NoteVerifier To, DateTimeOffset At)
{
    /// <summary>The predicate's type.</summary>
    public const string Type = "https://vitrine.example/log-key/v1";

    private const string SubjectName = "key";
    private const int MaxKey = 512;
    private static readonly string[] Logs = ["log", "ledger"];

    /// <summary>Reads a predicate strictly.</summary>
    /// <exception cref="StatementFormatException">It is anything else.</exception>
    public static LogKeyPredicate Parse(JsonElement predicate)
    {
        var members = Proofs.Statement.Open(predicate, "log-key");
        var read = new LogKeyPredicate((CentreLog)members.Word("of", Logs), Key("from"), Key("to"), members.Time("at"));
        members.End();
        return read.From.Name == read.To.Name && !read.From.Equals(read.To) ? read : throw members.Fault("to", "is no other key of the same name");

        NoteVerifier Key(string name) =>
            NoteVerifier.TryParse(members.Text(name, MaxKey), out var key) && key.Algorithm == NoteAlgorithm.Ed25519 ? key : throw members.Fault(name, "is no log's key (type 01)");
    }

    /// <summary>The predicate as JSON that <see cref="Parse"/> accepts.</summary>
    /// <exception cref="StatementFormatException">A value is not one that the format allows.</exception>
    public JsonElement ToJson() => PredicateJson.Checked(
        writer =>
        {
            writer.WriteString("of", Logs[(int)Which]);
            writer.WriteString("from", From.ToString());
            writer.WriteString("to", To.ToString());
            writer.WriteTime("at", At);
        },
        Parse);

    /// <summary>The statement over the new key: the SHA-256 of its text.</summary>
    /// <exception cref="StatementFormatException">A value is not one that the format allows.</exception>
    public Statement Of() => PredicateJson.Checked(new Statement([Subject.File(SubjectName, TextOf(To))], Type, ToJson()), Read);

    /// <summary>Reads a whole statement: the predicate, and the subject that it calls for.</summary>
    /// <exception cref="StatementFormatException">It is anything else.</exception>
    public static LogKeyPredicate Read(Statement statement)
    {
        var read = Parse(PredicateJson.Of(statement, Type));
        return statement.Subjects is [{ Name: SubjectName, Algorithm: Subject.Sha256 } subject] && subject.Digest == TextOf(read.To)
            ? read
            : throw new StatementFormatException("The subject is not the new key.");
    }

    private static Digest TextOf(NoteVerifier key) => Digest.Of(Encoding.UTF8.GetBytes(key.ToString()));
}
