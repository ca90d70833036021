using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>A laboratory says what it read of a seal, how much of it was delivered to how many people, and what it concluded.</summary>
/// <remarks>The evidence beside the certificate (<see cref="VsaPredicate"/>), bound to it by digest.</remarks>
public sealed record ReviewPredicate(
    string Engagement,
    string Product,
    string Version,
    ReviewTier Tier,
    ReviewScope Scope,
    ReviewCoverage Coverage,
    Laboratory Laboratory,
    ReviewFindings Findings,
    ReviewConclusion Conclusion,
    DateTimeOffset Issued,
    DateTimeOffset ValidUntil,
    TreeHead Ledger)
{
    /// <summary>The predicate's type.</summary>
    public const string Type = "https://vitrine.example/review/v1";

    private static readonly string[] Conclusions = ["certified", "refused"];

    /// <summary>Reads a predicate strictly.</summary>
    /// <exception cref="StatementFormatException">It is anything else.</exception>
    public static ReviewPredicate Parse(JsonElement predicate)
    {
        var members = Proofs.Statement.Open(predicate, "review");
        var read = new ReviewPredicate(
            members.Text("engagement"),
            members.Text("product"),
            members.Text("version"),
            (ReviewTier)members.Word("tier", ReviewTiers.Words),
            ReviewScope.Read(members.Object("scope")),
            ReviewCoverage.Read(members.Object("coverage")),
            Laboratory.Read(members.Object("laboratory")),
            ReviewFindings.Read(members.Object("findings")),
            (ReviewConclusion)members.Word("conclusion", Conclusions),
            members.Time("issued"),
            members.Time("validUntil"),
            TreeHead.Read(members.Object("ledger")));
        members.End();
        return read.ValidUntil > read.Issued ? read : throw members.Fault("validUntil", "is not after its issue");
    }

    /// <summary>The predicate as JSON that <see cref="Parse"/> accepts.</summary>
    /// <exception cref="StatementFormatException">A value is not one that the format allows.</exception>
    public JsonElement ToJson() => PredicateJson.Checked(
        writer =>
        {
            writer.WriteString("engagement", Engagement);
            writer.WriteString("product", Product);
            writer.WriteString("version", Version);
            writer.WriteString("tier", ReviewTiers.Word(Tier));
            Scope.Write(writer);
            Coverage.Write(writer);
            Laboratory.Write(writer);
            Findings.Write(writer);
            writer.WriteString("conclusion", Conclusions[(int)Conclusion]);
            writer.WriteTime("issued", Issued);
            writer.WriteTime("validUntil", ValidUntil);
            writer.WriteTree("ledger", Ledger);
        },
        Parse);

    /// <summary>The statement over the seal.</summary>
    /// <exception cref="StatementFormatException">A value is not one that the format allows.</exception>
    public Statement Of(Digest sealRoot) => PredicateJson.Checked(new Statement([Subject.Seal(sealRoot)], Type, ToJson()), Read);

    /// <summary>Reads a whole statement: the predicate, and the subject that it calls for.</summary>
    /// <exception cref="StatementFormatException">It is anything else.</exception>
    public static ReviewPredicate Read(Statement statement)
    {
        var read = Parse(PredicateJson.Of(statement, Type));
        PredicateJson.RequireTree(statement, Subject.SealName);
        return read;
    }
}
