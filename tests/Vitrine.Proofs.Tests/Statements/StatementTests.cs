using System.Text;
using System.Text.Json;

namespace Vitrine.Proofs.Tests;

public sealed class StatementTests
{
    /// <summary>Members that may be left out.</summary>
    internal static readonly string[] OptionalMembers = ["revision", "minutes", "clause", "ownersUnknown"];

    /// <summary>Members below which anything may stand.</summary>
    internal static readonly string[] OpenMembers = ["recipe", "internalParameters"];

    public static TheoryData<string> Types => [.. Examples.All.Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public void Read_Example_WritesTheSameBytes(string name)
    {
        var statement = Examples.All[name];
        var again = Statement.Parse(statement.ToJson());
        Assert.Equal(statement.ToJson(), again.ToJson());
        Assert.True(CanonicalJson.IsCanonical(again.ToJson()));
        Assert.Equal(CanonicalJson.Canonicalize(statement.Predicate), CanonicalJson.Canonicalize(Rewrite(again)));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Read_AnyMemberLeftOutAddedOrNull_IsRefusedByReaderAndSchema(string name)
    {
        var changes = JsonEdits.Of(Examples.All[name].ToJson(), OptionalMembers, OpenMembers).ToList();
        Assert.True(changes.Count > 15);
        Assert.All(changes, changed =>
        {
            Assert.Throws<StatementFormatException>(() => Read(Statement.Parse(changed)));
            Assert.NotNull(JsonSchema.Fault(name, changed));
        });
        Assert.Null(JsonSchema.Fault(name, Examples.All[name].ToJson()));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Examples_InTheDocuments_AreWhatTheCodeWrites(string name) => Examples.Held($"examples/{name}.json", Examples.All[name].ToJson());

    [Fact]
    public void Parse_TextThatRewritesATerminal_IsRefused()
    {
        foreach (var text in new[] { "\\u001b[2J", "\\u0000", "\\u007f", "\\u009b", "\\u202e", "\\u2066", "\\u200f", "\\ufeff", "\\u2028", "\\udb40\\udc41" })
        {
            var json = $$"""{"_type":"https://in-toto.io/Statement/v1","predicate":{},"predicateType":"t","subject":[{"digest":{"sha256":"{{new string('0', 64)}}"},"name":"a{{text}}"}]}""";
            Assert.Throws<StatementFormatException>(() => Statement.Parse(Encoding.UTF8.GetBytes(json)));
        }
    }

    [Theory]
    [InlineData("https://in-toto.io/Statement/v0.1", "a", "sha256", "0", 1)]
    [InlineData("https://in-toto.io/Statement/v1", "", "sha256", "0", 1)]
    [InlineData("https://in-toto.io/Statement/v1", "a", "sha512", "0", 1)]
    [InlineData("https://in-toto.io/Statement/v1", "a", "sha256", "A", 1)]
    [InlineData("https://in-toto.io/Statement/v1", "a", "sha256", "0", 0)]
    [InlineData("https://in-toto.io/Statement/v1", "a", "sha256", "0", 2)]
    public void Parse_OtherTypeDigestOrSubjects_IsRefused(string type, string name, string algorithm, string digit, int subjects)
    {
        var subject = $$"""{"digest":{"{{algorithm}}":"{{new string(digit[0], 64)}}"},"name":"{{name}}"}""";
        var json = $$"""{"_type":"{{type}}","predicate":{},"predicateType":"t","subject":[{{string.Join(',', Enumerable.Repeat(subject, subjects))}}]}""";
        Assert.Throws<StatementFormatException>(() => Statement.Parse(Encoding.UTF8.GetBytes(json)));
    }

    [Fact]
    public void Of_ValueTheFormatDoesNotAllow_IsRefusedBeforeItIsSigned()
    {
        var release = (ReleasePredicate)Examples.Predicates["release"];
        Assert.Throws<StatementFormatException>(() => (release with { Product = "" }).ToJson());
        Assert.Throws<StatementFormatException>(() => (release with { Vendor = "a\u001b[0m" }).ToJson());
        Assert.Throws<StatementFormatException>(() => release.Of([Subject.Seal(release.Seal)]));
        Assert.Throws<StatementFormatException>(() => release.Of([]));
        var review = (ReviewPredicate)Examples.Predicates["review"];
        Assert.Throws<StatementFormatException>(() => (review with { Coverage = new ReviewCoverage(2, 1, 1) }).ToJson());
        Assert.Throws<StatementFormatException>(() => (review with { Coverage = new ReviewCoverage(1UL << 53, 1UL << 53, 1) }).ToJson());
        Assert.Throws<StatementFormatException>(() => (review with { ValidUntil = review.Issued }).ToJson());
        var rebuild = (RebuildPredicate)Examples.Predicates["rebuild"];
        Assert.Throws<StatementFormatException>(() => rebuild.Of([Subject.File("x", Digest.Of("other"u8))]));
        Assert.Throws<StatementFormatException>(() => (rebuild with
        {
            Comparisons = [rebuild.Comparisons[0] with { Verdict = RebuildVerdict.Identical, Rebuilt = Digest.Of("other"u8) }],
        }).ToJson());
    }

    [Fact]
    public void Of_AReviewThatLeansOnEarlierOnes_NamesThemAndCountsNoLineTwice()
    {
        var review = (ReviewPredicate)Examples.Predicates["review"];
        CarriedCoverage Of(ulong lines) => new("E-2025-101", "1.3.0", Digest.Of("an earlier seal"u8), lines);
        var leaning = review with { Coverage = review.Coverage with { Carried = [Of(3000), Of(257)] } };
        var statement = leaning.Of(Digest.Of("an example seal"u8));

        Assert.Equal(leaning.Coverage, ReviewPredicate.Read(Statement.Parse(statement.ToJson())).Coverage);
        Assert.NotEqual(review.Coverage, leaning.Coverage);
        Assert.Equal(3257UL, leaning.Coverage.LinesCarried);
        Assert.Null(JsonSchema.Fault("review", statement.ToJson()));
        Assert.Throws<StatementFormatException>(() => (review with { Coverage = review.Coverage with { Carried = [Of(3000), Of(258)] } }).ToJson());
        Assert.Throws<StatementFormatException>(() => (review with { Coverage = review.Coverage with { Carried = [.. Enumerable.Repeat(Of(1), ReviewCoverage.MaxCarried + 1)] } }).ToJson());
        Assert.All(JsonEdits.Of(statement.ToJson(), OptionalMembers.Append("carried").ToArray(), OpenMembers), changed =>
        {
            Assert.Throws<StatementFormatException>(() => Read(Statement.Parse(changed)));
            Assert.NotNull(JsonSchema.Fault("review", changed));
        });
    }

    [Fact]
    public void Of_ARestrictedAdvisory_SaysNothingButTheCommitment()
    {
        var restricted = AdvisoryPredicate.Restricted(Digest.Of("c"u8), DateTimeOffset.UnixEpoch);
        Assert.Equal(restricted, AdvisoryPredicate.Read(restricted.Of()));
        Assert.Equal("""{"issued":"1970-01-01T00:00:00Z"}""", Encoding.UTF8.GetString(CanonicalJson.Canonicalize(restricted.ToJson())));
        Assert.Null(JsonSchema.Fault("advisory", restricted.Of().ToJson()));
        Assert.Throws<StatementFormatException>(() => (restricted with { Title = "A title" }).Of());
        Assert.Throws<StatementFormatException>(() => (restricted with { File = "a.json" }).Of());
    }

    [Fact]
    public void UtcTime_Written_IsReadAndNothingElse()
    {
        var time = new DateTimeOffset(2026, 11, 21, 23, 53, 20, 900, TimeSpan.FromHours(1));
        Assert.Equal("2026-11-21T22:53:20Z", UtcTime.Format(time));
        Assert.True(UtcTime.TryParse("2026-11-21T22:53:20Z", out var read));
        Assert.Equal(UtcTime.Whole(time), read);
        foreach (var wrong in new[] { "", "2026-11-21T22:53:20", "2026-11-21T22:53:20+00:00", "2026-11-21t22:53:20z", "2026-11-21T22:53:20.0Z", "2026-02-30T00:00:00Z", " 2026-11-21T22:53:20Z", "2026-11-21T24:00:00Z", "2026-11-21T22:53:60Z" })
        {
            Assert.False(UtcTime.TryParse(wrong, out _), wrong);
        }
    }

    private static JsonElement Rewrite(Statement statement) => statement.PredicateType switch
    {
        ReleasePredicate.Type => ReleasePredicate.Read(statement).ToJson(),
        ReviewPredicate.Type => ReviewPredicate.Read(statement).ToJson(),
        VsaPredicate.Type => VsaPredicate.Read(statement).ToJson(),
        RebuildPredicate.Type => RebuildPredicate.Read(statement).ToJson(),
        StatusPredicate.Type => StatusPredicate.Read(statement).ToJson(),
        AdvisoryPredicate.Type => AdvisoryPredicate.Read(statement).ToJson(),
        OpeningPredicate.Type => OpeningPredicate.Read(statement).ToJson(),
        LogKeyPredicate.Type => LogKeyPredicate.Read(statement).ToJson(),
        RotationPredicate.Type => RotationPredicate.Read(statement).ToJson(),
        ReceiptPredicate.Type => ReceiptPredicate.Read(statement).ToJson(),
        PublicationPredicate.Type => PublicationPredicate.Read(statement).ToJson(),
        _ => AnchorPredicate.Read(statement).ToJson(),
    };

    private static void Read(Statement statement) => Rewrite(statement);
}
