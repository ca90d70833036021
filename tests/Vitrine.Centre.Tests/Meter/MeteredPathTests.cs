namespace Vitrine.Centre.Tests;

/// <summary>Which paths pass, and which of them are read: in every spelling that a server could take for one of those.</summary>
public sealed class MeteredPathTests
{
    [Theory]
    [InlineData("/engagements/e-1/read")]
    [InlineData("/engagements/e-1/notes")]
    [InlineData("/engagements/e-1/search")]
    [InlineData("/engagements/e-1/outline")]
    [InlineData("/engagements/e-1/changes")]
    [InlineData("/engagements/e-1/CHANGES%2ejson")]
    [InlineData("/engagements/e-1/read/")]
    [InlineData("/engagements/e-1/read/more")]
    [InlineData("/Engagements/e-1/READ")]
    [InlineData("/engagements/e-1/%72ead")]
    [InlineData("/engagements/e-1/%52%45%41%44")]
    [InlineData("/engagements/e-1/%2572ead")]
    [InlineData("/%65ngagements/e-1/rea%64")]
    [InlineData("/engagements/e-1%2Fread")]
    [InlineData("/engagements/a%2Fb/read")]
    public void IsReading_AnySpelling_Is(string path)
    {
        Assert.Null(MeteredPath.Refusal(path));
        Assert.True(MeteredPath.IsReading(path));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/engagements")]
    [InlineData("/engagements/read")]
    [InlineData("/engagements/e-1")]
    [InlineData("/engagements/e-1/findings")]
    [InlineData("/engagements/e-1/reads")]
    [InlineData("/seals/e-1/read")]
    [InlineData("/a%2Fb/c%zz%4")]
    [InlineData("/parties/https%3A%2F%2Fa.example")]
    public void IsReading_AnotherPath_IsNotAndPasses(string path)
    {
        Assert.Null(MeteredPath.Refusal(path));
        Assert.False(MeteredPath.IsReading(path));
    }

    [Theory]
    [InlineData("", "slash")]
    [InlineData("*", "slash")]
    [InlineData("http://a.example/", "slash")]
    [InlineData("//a.example/x", "empty segment")]
    [InlineData("/a//b", "empty segment")]
    [InlineData("/a/../b", "dot segment")]
    [InlineData("/a/.", "dot segment")]
    [InlineData("/a/%2e%2E/b", "dot segment")]
    [InlineData("/a/%252e%252e/b", "dot segment")]
    [InlineData("/a%2F..%2Fb", "dot segment")]
    [InlineData("/a\\b", "belongs in no path")]
    [InlineData("/a b", "belongs in no path")]
    [InlineData("/a#b", "belongs in no path")]
    [InlineData("/a?b", "belongs in no path")]
    [InlineData("/ä", "belongs in no path")]
    [InlineData("/a%5Cb", "backslash")]
    [InlineData("/a%00b", "control")]
    [InlineData("/a%0d%0ab", "control")]
    [InlineData("/a%c2%85b", "control")]
    public void Refusal_APathOfTwoMeanings_SaysWhy(string path, string why) => Assert.Contains(why, MeteredPath.Refusal(path), StringComparison.Ordinal);

    [Fact]
    public void Refusal_AtTheBound_PassesAndBeyondItDoesNot()
    {
        Assert.Null(MeteredPath.Refusal("/" + new string('a', MeteredPath.MaxLength - 1)));
        Assert.Contains("longer", MeteredPath.Refusal("/" + new string('a', MeteredPath.MaxLength)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/engagements/e-1a2b3c4d/read", "e-1a2b3c4d")]
    [InlineData("/ENGAGEMENTS/E-1A2B3C4D/read", "e-1a2b3c4d")]
    [InlineData("/engagements/%65-1a2b3c4d", "e-1a2b3c4d")]
    [InlineData("/engagements/", null)]
    [InlineData("/engagements", null)]
    [InlineData("/log", null)]
    public void Engagement_OfAPath_IsTheOneNamed(string path, string? engagement) => Assert.Equal(engagement, MeteredPath.Engagement(path));
}
