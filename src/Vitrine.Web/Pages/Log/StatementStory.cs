using System.Collections.Immutable;
using Vitrine.Proofs;

namespace Vitrine.Web;

/// <summary>A statement in plain words. What it says is its signer's word; nothing here is judged.</summary>
/// <param name="Kind">What it is, in a word.</param>
/// <param name="About">What it is about, in a line.</param>
/// <param name="Sentence">What it says, in a sentence.</param>
/// <param name="Facts">What else it says.</param>
internal sealed record StatementStory(string Kind, string About, string Sentence, ImmutableArray<StatementFact> Facts)
{
    private const int FilesShown = 8;
    private const int AboutShown = 160;

    /// <summary>Reads a statement; one that no reader knows, or that does not keep to its type, is told as what it is.</summary>
    internal static StatementStory Of(Statement statement)
    {
        try
        {
            var story = statement.PredicateType switch
            {
                ReviewPredicate.Type => Of(statement, ReviewPredicate.Read(statement)),
                VsaPredicate.Type => Of(statement, VsaPredicate.Read(statement)),
                ReleasePredicate.Type => Of(statement, ReleasePredicate.Read(statement)),
                RebuildPredicate.Type => Of(statement, RebuildPredicate.Read(statement)),
                StatusPredicate.Type => Of(StatusPredicate.Read(statement)),
                AdvisoryPredicate.Type => Of(AdvisoryPredicate.Read(statement)),
                AnchorPredicate.Type => Of(AnchorPredicate.Read(statement)),
                RotationPredicate.Type => Of(RotationPredicate.Read(statement)),
                LogKeyPredicate.Type => Of(LogKeyPredicate.Read(statement)),
                PublicationPredicate.Type => Of(PublicationPredicate.Read(statement)),
                _ => Unknown(statement, "This version of Vitrine does not know statements of this type; below it stands as it was signed."),
            };
            return story with { About = Words.Shorten(story.About, AboutShown) };
        }
        catch (StatementFormatException error)
        {
            return Unknown(statement, $"It does not keep to the type that it names: {error.Message}");
        }
    }

    private static StatementStory Of(Statement statement, ReviewPredicate said) => new(
        "Review",
        $"{said.Product} {said.Version}",
        said.Conclusion == ReviewConclusion.Certified
            ? $"{said.Laboratory.Name} reviewed {said.Product} {said.Version} and certifies it."
            : $"{said.Laboratory.Name} reviewed {said.Product} {said.Version} and refuses to certify it.",
        [
            Seal(statement.Subjects[0].Digest),
            new("Depth", said.Tier.Word()),
            new("In scope", $"{Words.Number((long)said.Scope.Files)} of {Words.Files((long)said.Scope.FilesTotal)}, {Plain(Words.Bytes((long)said.Scope.Bytes))}"),
            new("Delivered", $"{Words.Number((long)said.Coverage.LinesDelivered)} of {Words.Lines((long)said.Coverage.LinesInScope)} in scope, to {Words.Count((long)said.Coverage.People, "1 person", "{0} people")}; delivered is not understood"),
            .. said.Coverage.LinesCarried == 0 ? [] : (StatementFact[])[new("Carried over", string.Join("; ", said.Coverage.Carried.Select(one => $"{Words.Lines((long)one.Lines)} delivered in the review of {one.Version}, unchanged since")))],
            new("Findings that stand", $"critical {said.Findings.Critical}, high {said.Findings.High}, medium {said.Findings.Medium}, low {said.Findings.Low}, for information {said.Findings.Info}"),
            new("Issued", Moment(said.Issued)),
            new("Valid until", Moment(said.ValidUntil)),
        ]);

    private static StatementStory Of(Statement statement, VsaPredicate said) => new(
        "Certificate",
        $"Seal {statement.Subjects[0].Digest.ToHex()[..16]}…",
        said.Passed ? $"{said.Verifier} says that this seal passed." : $"{said.Verifier} says that this seal failed.",
        [
            Seal(statement.Subjects[0].Digest),
            new("Levels", string.Join(", ", said.Levels)),
            new("Under the rules", said.PolicyUri),
            .. said.Inputs.Select(input => new StatementFact("Resting on the review", input.Payload.ToHex(), IsDigest: true)),
            new("Decided", Moment(said.TimeVerified)),
        ]);

    private static StatementStory Of(Statement statement, ReleasePredicate said) => new(
        "Release",
        $"{said.Product} {said.Version}",
        Words.Count(
            statement.Subjects.Length,
            $"{said.Vendor} ships 1 file as {said.Product} {said.Version}, built from this seal.",
            $"{said.Vendor} ships {{0}} files as {said.Product} {said.Version}, built from this seal."),
        [Seal(said.Seal), new("Channel", said.Channel), .. Revision(said), new("Released", Moment(said.Released)), .. Files(statement)]);

    private static StatementStory Of(Statement statement, RebuildPredicate said) => new(
        "Rebuild",
        statement.Subjects[0].Name,
        $"{said.Builder} repeated the build from this seal and compared the outcome with what ships.",
        [
            Seal(said.Seal),
            .. said.Comparisons.Take(FilesShown).Select(one => new StatementFact("File", one.Verdict.Word(), Name: one.Name)),
            .. More(said.Comparisons.Length),
            new("Recipe", said.RecipeDigest.ToHex(), IsDigest: true),
            new("Tools and inputs", said.Closure.ToHex(), IsDigest: true),
            new("Built", $"{Moment(said.Started)} to {Moment(said.Finished)}"),
        ]);

    private static StatementStory Of(StatusPredicate said) => new(
        "Status",
        $"Number {Words.Number((long)said.Number)}",
        Words.Count(said.Revoked.Length, "1 certificate, release or key is not good any more.", said.Revoked.IsEmpty ? "Nothing is revoked." : "{0} certificates, releases and keys are not good any more."),
        [
            new("Issued", Moment(said.Issued)),
            new("Counts until", Moment(said.Expires)),
            new("The log then", Words.Count((long)said.Log.Size.Value, "1 entry", "{0} entries")),
            new("Root then", said.Log.Root.ToHex(), IsDigest: true),
            new("Lists", Words.Count(said.Lists.Length, "1 list", "{0} lists")),
            new("Parties named", Words.Number(said.Parties.Length)),
        ]);

    private static StatementStory Of(AdvisoryPredicate said) => new(
        "Advisory",
        said.Title ?? "Restricted",
        said.Title is null ? "An advisory was issued to some; of it the log holds a commitment and nothing else." : $"An advisory was issued to everybody: {said.Title}",
        [new("Document", said.File), new(said.Title is null ? "Commitment" : "Its digest", said.Digest.ToHex(), IsDigest: true), new("Issued", Moment(said.Issued))]);

    private static StatementStory Of(AnchorPredicate said) => new(
        "Anchor",
        Words.Count((long)said.Ledger.Size.Value, "1 act of the ledger", "{0} acts of the ledger"),
        "The centre’s private ledger had this root at this size, and cannot be rewritten without contradicting it.",
        [
            new("Ledger", said.Ledger.Origin),
            new("Acts", Words.Number((long)said.Ledger.Size.Value)),
            new("Root", said.Ledger.Root.ToHex(), IsDigest: true),
            new("At", Moment(said.At)),
        ]);

    private static StatementStory Of(RotationPredicate said) => new(
        "Rotation",
        said.Name,
        said.Whose == RotatedKey.Opening
            ? "A party names the key to which its sessions are wrapped from now on. What was wrapped to the old one stays so."
            : "An old key names its successor. What the old one signs after this entry counts no more.",
        [
            new("Whose", said.Whose switch { RotatedKey.Centre => "The centre’s", RotatedKey.Party => "A party’s", _ => "A party’s, for opening" }),
            new("Name", said.Name),
            new("Old key", said.From.ToHex(), IsDigest: true),
            new("New key", said.To.KeyId.ToHex(), IsDigest: true),
            new("At", Moment(said.At)),
        ]);

    private static StatementStory Of(LogKeyPredicate said) => new(
        "Log’s key",
        said.From.Name,
        said.Which == CentreLog.Log
            ? "This log’s checkpoints are signed with another key from now on. Its name, its entries and their places stay; whoever checks it needs the new key beside the old one."
            : "The private ledger’s checkpoints are signed with another key from now on.",
        [
            new("Of", said.Which == CentreLog.Log ? "The public log" : "The ledger"),
            new("Old key", said.From.ToString()),
            new("New key", said.To.ToString()),
            new("At", Moment(said.At)),
        ]);

    private static StatementStory Of(PublicationPredicate said) => new(
        "Commitment",
        "A review of which nothing is public yet",
        "The centre committed to what a review was asked for; what it opens later is held against this.",
        [new("Commitment", said.Commitment.ToHex(), IsDigest: true), new("Made", Moment(said.Chosen))]);

    private static StatementStory Unknown(Statement statement, string sentence) => new("Statement", statement.PredicateType, sentence, [new("Type", statement.PredicateType), .. Files(statement)]);

    /// <summary>A time without the blank that does not break: in a statement's own text that one is spelled out.</summary>
    private static string Moment(DateTimeOffset at) => Plain(Words.MomentWithSeconds(at));

    private static string Plain(string text) => text.Replace('\u00A0', ' ');

    private static StatementFact Seal(Digest root) => new("Seal", root.ToHex(), IsDigest: true);

    private static IEnumerable<StatementFact> Revision(ReleasePredicate said) => said.Revision is { } revision ? [new("Revision", revision)] : [];

    private static IEnumerable<StatementFact> Files(Statement statement) =>
        [.. statement.Subjects.Take(FilesShown).Select(subject => new StatementFact("File", subject.Digest.ToHex(), IsDigest: true, Name: subject.Name)), .. More(statement.Subjects.Length)];

    private static IEnumerable<StatementFact> More(int count) =>
        count > FilesShown ? [new("More", Words.Count(count - FilesShown, "1 more file, in the statement itself", "{0} more files, in the statement itself"))] : [];
}
