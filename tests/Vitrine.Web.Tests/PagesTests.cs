using System.Net;
using System.Text.RegularExpressions;

namespace Vitrine.Web.Tests;

/// <summary>Rules that every page keeps, with every sample view: full, empty, failing, hostile and long.</summary>
public sealed partial class PagesTests(SampleHostFixture fixture) : IClassFixture<SampleHostFixture>
{
    public static TheoryData<string> Samples => [.. SampleHost.Pages.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Page_AnySample_HasNothingInline(string name)
    {
        var html = await HtmlOfAsync(name);

        Assert.DoesNotMatch(InlineStyle(), html);
        Assert.DoesNotMatch(InlineHandler(), html);
        Assert.DoesNotMatch(InlineScript(), html);
        Assert.DoesNotContain("javascript:", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(ForeignAddress(), html);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Page_AnySample_NamesEachIdOnceAndLabelsEachControl(string name)
    {
        var html = await HtmlOfAsync(name);
        var ids = Id().Matches(html).Select(match => match.Groups[1].Value).ToArray();

        Assert.Equal(ids.Distinct(), ids);
        Assert.All(For().Matches(html).Select(match => match.Groups[1].Value), target => Assert.Contains(target, ids));
        Assert.Single(HeadingOne().Matches(html));
        Assert.Contains("id=\"main\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Page_AnySample_PutsTheTokenIntoEveryFormThatActs(string name)
    {
        var html = await HtmlOfAsync(name);

        foreach (Match form in PostForm().Matches(html))
        {
            Assert.Contains("name=\"token\" value=\"sample\"", form.Value, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Page_AnySample_ShowsNoHiddenCharacter(string name)
    {
        // Fields that nobody sees carry a path as it is, so that it comes back as it was.
        var html = HiddenField().Replace(await HtmlOfAsync(name), "");

        Assert.DoesNotMatch(HiddenCharacter(), WebUtility.HtmlDecode(html));
    }

    [Fact]
    public async Task Page_Any_CarriesThePolicyAndIsNotStored()
    {
        using var answer = await fixture.Http.GetAsync(new Uri("/sample/reading", UriKind.Relative));

        Assert.Equal(SecurityHeaders.ContentSecurityPolicy, answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
    }

    [Theory]
    [InlineData("error-403", HttpStatusCode.Forbidden)]
    [InlineData("error-404", HttpStatusCode.NotFound)]
    [InlineData("error-409", HttpStatusCode.Conflict)]
    [InlineData("error-500", HttpStatusCode.InternalServerError)]
    public async Task ErrorPage_Any_AnswersWithItsStatus(string name, HttpStatusCode status)
    {
        using var answer = await fixture.Http.GetAsync(new Uri($"/sample/{name}", UriKind.Relative));

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Look_Public_ShowsEveryComponent()
    {
        var html = await fixture.Http.GetStringAsync(new Uri(Routes.Look, UriKind.Relative));

        foreach (var heading in (string[])["Verdicts", "Table", "Clock of states", "Timeline of acts", "Coverage", "Code", "Form rows", "Two people", "Inclusion path", "A release’s chain"])
        {
            Assert.Contains($"<h2>{heading}</h2>", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Sessions_ForTheHost_HoldNoFileNameAndNoSearch()
    {
        var html = await HtmlOfAsync("sessions");

        Assert.DoesNotContain(".cs", html.Replace(".css", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("src/", html, StringComparison.Ordinal);
    }

    private async Task<string> HtmlOfAsync(string name)
    {
        using var answer = await fixture.Http.GetAsync(new Uri($"/sample/{name}", UriKind.Relative));
        return await answer.Content.ReadAsStringAsync();
    }

    [GeneratedRegex("<[a-z][^>]*\\sstyle\\s*=|<style", RegexOptions.IgnoreCase)]
    private static partial Regex InlineStyle();

    [GeneratedRegex("<[a-z][^>]*\\son[a-z]+\\s*=\\s*\"", RegexOptions.IgnoreCase)]
    private static partial Regex InlineHandler();

    [GeneratedRegex("<script(?![^>]*\\ssrc=\"/assets/)", RegexOptions.IgnoreCase)]
    private static partial Regex InlineScript();

    [GeneratedRegex("(?:src|href|action)=\"(?:https?:)?//", RegexOptions.IgnoreCase)]
    private static partial Regex ForeignAddress();

    [GeneratedRegex("\\sid=\"([^\"]*)\"")]
    private static partial Regex Id();

    [GeneratedRegex("<label[^>]*\\sfor=\"([^\"]*)\"")]
    private static partial Regex For();

    [GeneratedRegex("<h1[ >]")]
    private static partial Regex HeadingOne();

    [GeneratedRegex("<form[^>]*method=\"post\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex PostForm();

    [GeneratedRegex("<input type=\"hidden\"[^>]*>")]
    private static partial Regex HiddenField();

    [GeneratedRegex("[\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F\\u200B-\\u200F\\u202A-\\u202E\\u2066-\\u2069\\uFEFF]")]
    private static partial Regex HiddenCharacter();
}
