using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>A centre's private ledger had this root at this size at this time; logged, so that it cannot be rewritten later.</summary>
/// <param name="Ledger">Origin, size and root of the ledger.</param>
/// <param name="At">When, whole seconds.</param>
public sealed record AnchorPredicate(TreeHead Ledger, DateTimeOffset At)
{
    /// <summary>The predicate's type.</summary>
    public const string Type = "https://vitrine.example/anchor/v1";

    /// <summary>Reads a predicate strictly.</summary>
    /// <exception cref="StatementFormatException">It is anything else.</exception>
    public static AnchorPredicate Parse(JsonElement predicate)
    {
        var members = Proofs.Statement.Open(predicate, "anchor");
        var at = members.Time("at");
        return new AnchorPredicate(TreeHead.Read(members), at);
    }

    /// <summary>The predicate as JSON that <see cref="Parse"/> accepts.</summary>
    /// <exception cref="StatementFormatException">A value is not one that the format allows.</exception>
    public JsonElement ToJson() => PredicateJson.Checked(
        writer =>
        {
            writer.WriteString("origin", Ledger.Origin);
            writer.WriteNumber("size", Ledger.Size.Value);
            writer.WriteString("root", Ledger.Root.ToHex());
            writer.WriteTime("at", At);
        },
        Parse);

    /// <summary>The statement over the ledger.</summary>
    /// <exception cref="StatementFormatException">A value is not one that the format allows.</exception>
    public Statement Of() => PredicateJson.Checked(new Statement([Subject.Ledger(Ledger.Root)], Type, ToJson()), Read);

    /// <summary>Reads a whole statement: the predicate, and the subject that it calls for.</summary>
    /// <exception cref="StatementFormatException">It is anything else.</exception>
    public static AnchorPredicate Read(Statement statement)
    {
        var read = Parse(PredicateJson.Of(statement, Type));
        return PredicateJson.RequireTree(statement, Subject.LedgerName) == read.Ledger.Root
            ? read
            : throw new StatementFormatException("The anchor's subject is not the ledger that it names.");
    }
}
