namespace Vitrine.Web.Tests;

public sealed class WordsTests
{
    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.0001, "under 1 %")]
    [InlineData(0.29, "29 %")]
    [InlineData(0.5249, "52 %")]
    [InlineData(0.9999, "99 %")]
    [InlineData(1, "100 %")]
    public void Share_Any_NeverClaimsMoreThanThereIs(double share, string text) =>
        Assert.Equal(text, Words.Share(share).Replace('\u00A0', ' '));

    [Theory]
    [InlineData("function", "(int a, int b)", null, "int f(int a,  int b)", "function")]
    [InlineData("function", "(int a, int b)", null, "int f(int a,", "function f(int a, int b)")]
    [InlineData("class", null, "a::b", "class f", "class in a::b")]
    [InlineData("method", "(int a)", "A", "void f(", "method f(int a) in A")]
    public void Definition_BesideItsLine_AddsWhatTheLineLacks(string kind, string? signature, string? scope, string line, string text) =>
        Assert.Equal(text, Words.Definition(new Seals.Symbol("f", kind, 1, 1, signature, scope), line));

    [Theory]
    [InlineData(Seals.SearchEnding.Complete, "", null)]
    [InlineData(Seals.SearchEnding.Stopped, "", null)]
    [InlineData(Seals.SearchEnding.OutOfTime, "", "The time for one search was used up.")]
    [InlineData(Seals.SearchEnding.OutOfMemory, "", "There are more hits than one search keeps.")]
    [InlineData(Seals.SearchEnding.Complete, "a.c", "1 file could not be read: a.c")]
    [InlineData(Seals.SearchEnding.Complete, "a b c d e f", "6 files could not be read: a, b, c, d, e …")]
    public void Partial_OfASearch_SaysWhy(Seals.SearchEnding ending, string unread, string? sentence)
    {
        var said = ReadingSearch.Partial(ending, unread.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(sentence is null, said is null);
        Assert.StartsWith(sentence ?? "", said ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30, "under 1 min")]
    [InlineData(42 * 60, "42 min")]
    [InlineData(102 * 60, "1 h 42 min")]
    [InlineData(5 * 3600, "5 h")]
    [InlineData(76 * 3600, "3 days 4 hours")]
    [InlineData(25 * 3600, "1 day 1 hour")]
    [InlineData(19 * 86400 + 3600, "19 days")]
    public void Duration_Seconds_SaysTheTwoGreatestUnits(int seconds, string text) =>
        Assert.Equal(text, Words.Duration(TimeSpan.FromSeconds(seconds)).Replace('\u00A0', ' '));

    [Fact]
    public void Moment_OtherZone_IsShownInUtc() =>
        Assert.Equal("2026-11-21 22:53\u00A0UTC", Words.Moment(new DateTimeOffset(2026, 11, 22, 0, 53, 20, TimeSpan.FromHours(2))));

    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("abcdefghij", 5, "ab…ij")]
    [InlineData("ab\U0001F600cdefgh", 5, "ab…gh")]
    public void Shorten_Long_KeepsBothEnds(string text, int length, string expected) => Assert.Equal(expected, Words.Shorten(text, length));

    [Theory]
    [InlineData(1, "1 line")]
    [InlineData(0, "0 lines")]
    [InlineData(12408, "12,408 lines")]
    public void Lines_Count_TakesItsOwnForm(long count, string text) => Assert.Equal(text, Words.Lines(count));

    [Fact]
    public void SortedBy_SameColumn_TurnsRoundAndKeepsTheFilter()
    {
        var state = TableState.Plain("/engagements", 120) with
        {
            Filter = "a&b=c",
            Facets = [new TableFacet("state", "State", "open", []), new TableFacet("tier", "Tier", "", [])],
            Sort = "product",
            PageSize = 50,
        };

        Assert.Equal("/engagements?q=a%26b%3Dc&state=open&sort=-product", state.SortedBy("product"));
        Assert.Equal("/engagements?q=a%26b%3Dc&state=open&sort=vendor", state.SortedBy("vendor"));
        Assert.Equal("/engagements?q=a%26b%3Dc&state=open&sort=product&page=2", state.OnPage(2));
        Assert.Equal(3, state.Pages);
    }

    [Fact]
    public void Engagement_IdWithSlash_StaysOneSegment() => Assert.Equal("/engagements/a%2F..%2Fb", Routes.Engagement("a/../b"));
}
