using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Vitrine.Web.Tests;

public sealed partial class AssetTests(SiteFixture fixture) : IClassFixture<SiteFixture>
{
    [Theory]
    [InlineData("site.css", "text/css")]
    [InlineData("site.js", "text/javascript")]
    [InlineData("reading.js", "text/javascript")]
    [InlineData("icon.svg", "image/svg+xml")]
    [InlineData("fonts/JetBrainsMono-Regular.woff2", "font/woff2")]
    [InlineData("fonts/OFL.txt", "text/plain")]
    public async Task Get_ByItsVersion_MayBeKeptForEver(string path, string type)
    {
        using var answer = await fixture.Http.GetAsync(new Uri(Asset.Url(path), UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(TimeSpan.FromDays(365), answer.Headers.CacheControl?.MaxAge);
    }

    [Fact]
    public async Task Get_ByAnotherVersion_IsKeptShortly()
    {
        using var answer = await fixture.Http.GetAsync(new Uri("/assets/site.css?v=0", UriKind.Relative));

        Assert.Equal(TimeSpan.FromHours(1), answer.Headers.CacheControl?.MaxAge);
    }

    [Fact]
    public async Task Get_Unchanged_SendsNoBody()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Asset.Url("site.css"));
        request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue($"\"{Asset.Find("site.css")!.Version}\""));
        using var answer = await fixture.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
    }

    [Theory]
    [InlineData("/assets/none.css")]
    [InlineData("/assets/../Vitrine.Web.dll")]
    [InlineData("/assets/%2e%2e/site.css")]
    [InlineData("/assets/")]
    public async Task Get_NotEmbedded_IsNotFound(string address)
    {
        using var answer = await fixture.Http.GetAsync(new Uri(address, UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    /// <summary>Only the tokens, which stand before the page's own rules, name a colour or a size of type.</summary>
    [Fact]
    public void Stylesheet_OutsideItsTokens_NamesNoColourAndNoSize()
    {
        var css = System.Text.Encoding.UTF8.GetString(Asset.Find("site.css")!.Content.Span);
        var rules = css[css.IndexOf("/* ---- Page ---- */", StringComparison.Ordinal)..];

        Assert.DoesNotMatch(Colour(), rules);
        Assert.DoesNotMatch(TypeSize(), rules);
        Assert.DoesNotMatch(Address(), rules);
    }

    [GeneratedRegex("#[0-9A-Fa-f]{3,8}\\b(?!\\s*\\{)|rgba?\\(|hsla?\\(|oklch\\(")]
    private static partial Regex Colour();

    [GeneratedRegex("font-size:(?!\\s*var\\()")]
    private static partial Regex TypeSize();

    [GeneratedRegex("url\\(|@import")]
    private static partial Regex Address();
}
