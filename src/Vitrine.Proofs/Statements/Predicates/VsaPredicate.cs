using System.Collections.Immutable;
using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>The certificate: a SLSA verification summary over a seal, resting on one review.</summary>
/// <remarks>
/// SLSA VSA v1, <c>https://slsa.dev/verification_summary/v1</c>. Other members of that specification are refused. docs/formats/statements.md goes
/// through them one by one.
/// </remarks>
/// <param name="Verifier">URI of the laboratory.</param>
/// <param name="TimeVerified">When, whole seconds.</param>
/// <param name="ResourceUri"><c>vitrine:seal:</c> and the root.</param>
/// <param name="PolicyUri">The rules under which the laboratory decided.</param>
/// <param name="Inputs">The statements it rests on, by the digest of their payload; the review is one of them.</param>
/// <param name="Passed">PASSED or FAILED.</param>
/// <param name="Levels">What was reached, such as <c>VITRINE_REVIEW_FULL</c>; <see cref="FailedLevel"/> where nothing was.</param>
public sealed record VsaPredicate(
    string Verifier,
    DateTimeOffset TimeVerified,
    string ResourceUri,
    string PolicyUri,
    ImmutableArray<InputAttestation> Inputs,
    bool Passed,
    ImmutableArray<string> Levels)
{
    /// <summary>The predicate's type.</summary>
    public const string Type = "https://slsa.dev/verification_summary/v1";

    /// <summary>The one level of a summary that did not pass, as the specification has it.</summary>
    public const string FailedLevel = "FAILED";

    /// <summary>What the name of a plain envelope with a summary ends in.</summary>
    public const string Extension = ".vsa.dsse.json";

    private static readonly string[] Results = [FailedLevel, "PASSED"];

    /// <summary>The certificate that goes with a review.</summary>
    public static VsaPredicate For(ReviewPredicate review, Digest sealRoot, Digest reviewPayload, string verifier, string policyUri)
    {
        ArgumentNullException.ThrowIfNull(review);
        return new VsaPredicate(
            verifier,
            review.Issued,
            SealUri.Of(sealRoot),
            policyUri,
            [new InputAttestation(ReviewPredicate.Type, reviewPayload)],
            review.Conclusion == ReviewConclusion.Certified,
            review.Conclusion == ReviewConclusion.Certified ? [review.Tier.Level()] : [FailedLevel]);
    }

    /// <summary>Reads a predicate strictly.</summary>
    /// <exception cref="StatementFormatException">It is anything else.</exception>
    public static VsaPredicate Parse(JsonElement predicate)
    {
        var members = Proofs.Statement.Open(predicate, "verification summary");
        var verifier = members.Object("verifier");
        var policy = members.Object("policy");
        var read = new VsaPredicate(
            verifier.Text("id"),
            members.Time("timeVerified"),
            members.Text("resourceUri"),
            policy.Text("uri"),
            members.Array("inputAttestations", 64, InputAttestation.Read),
            members.Word("verificationResult", Results) == 1,
            members.Texts("verifiedLevels", 64, 255));
        verifier.End();
        policy.End();
        members.End();
        return read;
    }

    /// <summary>The predicate as JSON that <see cref="Parse"/> accepts.</summary>
    /// <exception cref="StatementFormatException">A value is not one that the format allows.</exception>
    public JsonElement ToJson() => PredicateJson.Checked(
        writer =>
        {
            writer.WriteStartObject("verifier");
            writer.WriteString("id", Verifier);
            writer.WriteEndObject();
            writer.WriteTime("timeVerified", TimeVerified);
            writer.WriteString("resourceUri", ResourceUri);
            writer.WriteStartObject("policy");
            writer.WriteString("uri", PolicyUri);
            writer.WriteEndObject();
            writer.WriteStartArray("inputAttestations");
            foreach (var input in Inputs)
            {
                input.Write(writer);
            }

            writer.WriteEndArray();
            writer.WriteString("verificationResult", Results[Passed ? 1 : 0]);
            writer.WriteTexts("verifiedLevels", Levels);
        },
        Parse);

    /// <summary>The statement over the seal.</summary>
    /// <exception cref="StatementFormatException">A value is not one that the format allows.</exception>
    public Statement Of(Digest sealRoot) => PredicateJson.Checked(new Statement([Subject.Seal(sealRoot)], Type, ToJson()), Read);

    /// <summary>Reads a whole statement: the predicate, and the subject that it calls for.</summary>
    /// <exception cref="StatementFormatException">It is anything else.</exception>
    public static VsaPredicate Read(Statement statement)
    {
        var read = Parse(PredicateJson.Of(statement, Type));
        var root = PredicateJson.RequireTree(statement, Subject.SealName);
        if (read.ResourceUri != SealUri.Of(root))
        {
            throw new StatementFormatException("verification summary.resourceUri is not the subject's.");
        }

        return read;
    }
}

/// <summary>A statement that a summary rests on.</summary>
/// <param name="Uri">What it is; for a review, its predicate type.</param>
/// <param name="Payload">SHA-256 of its DSSE payload.</param>
public sealed record InputAttestation(string Uri, Digest Payload)
{
    internal static InputAttestation Read(JsonMembers members)
    {
        var read = new InputAttestation(members.Text("uri"), members.DigestSet("digest", Subject.Sha256));
        members.End();
        return read;
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("uri", Uri);
        writer.WriteDigestSet("digest", Subject.Sha256, Payload);
        writer.WriteEndObject();
    }
}
