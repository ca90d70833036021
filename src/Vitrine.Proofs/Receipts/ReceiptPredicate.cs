using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>A centre's word on what its ledger holds of one session, under an anchored root: so that no look can be dropped or added later.</summary>
/// <param name="Session">The session.</param>
/// <param name="Engagement">Its engagement.</param>
/// <param name="Issued">When, whole seconds.</param>
/// <param name="Ledger">Origin, size and root of the ledger, as the anchor says them.</param>
/// <param name="Anchor">SHA-256 of the anchor's payload.</param>
/// <param name="Acts">The session's acts among the ledger's first <see cref="TreeHead.Size"/>.</param>
public sealed record ReceiptPredicate(string Session, string Engagement, DateTimeOffset Issued, TreeHead Ledger, Digest Anchor, ReceiptedActs Acts)
{
    /// <summary>The predicate's type.</summary>
    public const string Type = "https://vitrine.example/receipt/v1";

    private const int MaxId = 64;

    /// <summary>Reads a predicate strictly.</summary>
    /// <exception cref="StatementFormatException">It is anything else.</exception>
    public static ReceiptPredicate Parse(JsonElement predicate)
    {
        var members = Proofs.Statement.Open(predicate, "receipt");
        var read = new ReceiptPredicate(
            members.Text("session", MaxId),
            members.Text("engagement", MaxId),
            members.Time("issued"),
            TreeHead.Read(members.Object("ledger")),
            members.Digest("anchor"),
            ReceiptedActs.Read(members.Object("acts")));
        members.End();
        return read.Acts.Last.Index.Value < read.Ledger.Size.Value ? read : throw members.Fault("acts", "are not among those of the ledger that it names");
    }

    /// <summary>The predicate as JSON that <see cref="Parse"/> accepts.</summary>
    /// <exception cref="StatementFormatException">A value is not one that the format allows.</exception>
    public JsonElement ToJson() => PredicateJson.Checked(
        writer =>
        {
            writer.WriteString("session", Session);
            writer.WriteString("engagement", Engagement);
            writer.WriteTime("issued", Issued);
            writer.WriteTree("ledger", Ledger);
            writer.WriteString("anchor", Anchor.ToHex());
            Acts.Write(writer);
        },
        Parse);

    /// <summary>The statement over the ledger.</summary>
    /// <exception cref="StatementFormatException">A value is not one that the format allows.</exception>
    public Statement Of() => PredicateJson.Checked(new Statement([Subject.Ledger(Ledger.Root)], Type, ToJson()), Read);

    /// <summary>Reads a whole statement: the predicate, and the subject that it calls for.</summary>
    /// <exception cref="StatementFormatException">It is anything else.</exception>
    public static ReceiptPredicate Read(Statement statement)
    {
        var read = Parse(PredicateJson.Of(statement, Type));
        return PredicateJson.RequireTree(statement, Subject.LedgerName) == read.Ledger.Root
            ? read
            : throw new StatementFormatException("The receipt's subject is not the ledger that it names.");
    }
}
