using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>Two parties opened a session's sealed parts from a copy of a ledger, and each says so with its own key.</summary>
/// <param name="Session">The session.</param>
/// <param name="Engagement">Its engagement.</param>
/// <param name="Reason">Why.</param>
/// <param name="Ledger">Origin, size and root of the copy.</param>
/// <param name="At">When, whole seconds.</param>
public sealed record OpeningPredicate(string Session, string Engagement, string Reason, TreeHead Ledger, DateTimeOffset At)
{
    /// <summary>The predicate's type.</summary>
    public const string Type = "https://vitrine.example/opening/v1";

    private const int MaxId = 64;
    private const int MaxReason = 2000;

    /// <summary>Reads a predicate strictly.</summary>
    /// <exception cref="StatementFormatException">It is anything else.</exception>
    public static OpeningPredicate Parse(JsonElement predicate)
    {
        var members = Proofs.Statement.Open(predicate, "opening");
        var read = new OpeningPredicate(
            members.Text("session", MaxId), members.Text("engagement", MaxId), members.Text("reason", MaxReason), TreeHead.Read(members.Object("ledger")), members.Time("at"));
        members.End();
        return read;
    }

    /// <summary>The predicate as JSON that <see cref="Parse"/> accepts.</summary>
    /// <exception cref="StatementFormatException">A value is not one that the format allows.</exception>
    public JsonElement ToJson() => PredicateJson.Checked(
        writer =>
        {
            writer.WriteString("session", Session);
            writer.WriteString("engagement", Engagement);
            writer.WriteString("reason", Reason);
            writer.WriteTree("ledger", Ledger);
            writer.WriteTime("at", At);
        },
        Parse);

    /// <summary>The statement over the ledger.</summary>
    /// <exception cref="StatementFormatException">A value is not one that the format allows.</exception>
    public Statement Of() => PredicateJson.Checked(new Statement([Subject.Ledger(Ledger.Root)], Type, ToJson()), Read);

    /// <summary>Reads a whole statement: the predicate, and the subject that it calls for.</summary>
    /// <exception cref="StatementFormatException">It is anything else.</exception>
    public static OpeningPredicate Read(Statement statement)
    {
        var read = Parse(PredicateJson.Of(statement, Type));
        return PredicateJson.RequireTree(statement, Subject.LedgerName) == read.Ledger.Root
            ? read
            : throw new StatementFormatException("The opening's subject is not the ledger that it names.");
    }
}
