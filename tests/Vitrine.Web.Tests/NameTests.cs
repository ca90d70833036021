using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vitrine.Room;

namespace Vitrine.Web.Tests;

/// <summary>Where names of the code are defined and used, on the page and for programs.</summary>
public sealed class NameTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task Search_ForAName_TellsDefinitionsAndUsesAndRecordsTheirLines()
    {
        var (ruth, id) = await EnterAsync();
        var session = site.Rooms.Find(site.Person("ruth"), id)!;

        var (status, text) = await ruth.GetAsync($"/engagements/{id}/search?q=TileEdge&symbol=both");
        Assert.Equal(HttpStatusCode.OK, status);
        using var page = JsonDocument.Parse(text);
        Assert.Equal(["matches", "next", "matchCount", "definitions", "files", "partial"], page.RootElement.EnumerateObject().Select(member => member.Name));
        var matches = page.RootElement.GetProperty("matches").EnumerateArray().ToList();
        Assert.True(matches.Count > 1);
        var definition = matches[0];
        Assert.Equal(("TileEdge.cs", "class", "parser"), (definition.GetProperty("path").GetString(), definition.GetProperty("kind").GetString(), definition.GetProperty("source").GetString()));
        Assert.All(matches.Skip(page.RootElement.GetProperty("definitions").GetInt32()), use => Assert.False(use.TryGetProperty("kind", out _)));
        Assert.Equal(matches.Count, session.LinesShown);

        // LogStore.cs is outside the scope: what only it defines is defined nowhere.
        var (_, none) = await ruth.GetAsync($"/engagements/{id}/search?q=NoSuchName&symbol=definitions");
        var (_, hidden) = await ruth.GetAsync($"/engagements/{id}/search?q=LogStore&symbol=definitions");
        Assert.Contains("\"matches\":[],\"next\":null,\"matchCount\":0,\"definitions\":0", none, StringComparison.Ordinal);
        Assert.Equal(none, hidden);
        Assert.Equal(HttpStatusCode.BadRequest, (await ruth.GetAsync($"/engagements/{id}/search?q=two+words&symbol=both")).Status);
    }

    [Fact]
    public async Task Outline_OfAFile_IsThereInTheScopeAndNowhereElse()
    {
        var (ruth, id) = await EnterAsync();

        var (status, text) = await ruth.GetAsync($"/engagements/{id}/outline?file=TileLog.cs");
        Assert.Equal(HttpStatusCode.OK, status);
        using var outline = JsonDocument.Parse(text);
        Assert.Contains(outline.RootElement.GetProperty("symbols").EnumerateArray(), symbol => symbol.GetProperty("name").GetString() == "TileLog" && symbol.GetProperty("kind").GetString() == "class");
        Assert.DoesNotContain("signature", text, StringComparison.Ordinal);
        var missing = await ruth.GetAsync($"/engagements/{id}/outline?file=LogStore.cs");
        Assert.Equal((HttpStatusCode.NotFound, (await ruth.GetAsync($"/engagements/{id}/outline")).Page), (missing.Status, missing.Page));
        await site.Rooms.LeaveAsync(site.Rooms.Find(site.Person("ruth"), id)!, SessionEnd.Left, CancellationToken.None);
        Assert.Equal(HttpStatusCode.Conflict, (await ruth.GetAsync($"/engagements/{id}/outline?file=TileLog.cs")).Status);
    }

    [Fact]
    public async Task Read_AFile_NamesInTheCodeLeadToTheirPlaces()
    {
        var (ruth, id) = await EnterAsync();
        site.Rooms.Find(site.Person("ruth"), id)!.Tree.Symbols.Build();
        await WaitForNamesAsync(id);

        var page = (await ruth.GetAsync($"{Routes.Reading(id)}?file=TileLog.cs")).Page;
        var link = Regex.Match(page, "<a class=\"code-name\" href=\"([^\"]+)\" title=\"([^\"]+)\" tabindex=\"-1\">(?:<span[^>]*>)?TileReader<");
        Assert.True(link.Success);
        Assert.Matches("^\\d+ definitions$", link.Groups[2].Value);
        Assert.Matches("title=\"method, [A-Za-z/]+\\.cs:\\d+\"", page);
        Assert.Contains("id=\"drawer-outline\"", page, StringComparison.Ordinal);
        var places = (await ruth.GetAsync($"{Routes.Reading(id)}{WebUtility.HtmlDecode(link.Groups[1].Value).Split('#')[0]}")).Page;
        Assert.Matches("\\d+ definitions?, used on \\d+ lines?\\.", places);
        Assert.Contains("<span class=\"hit-what\">class", places, StringComparison.Ordinal);
        Assert.Matches("<p class=\"hits-part\">Defined</p>(?s:.*)<p class=\"hits-part\">Used</p>", places);
    }

    [Theory]
    [InlineData("TileReader", "definitions", "\\d+ definitions?\\.")]
    [InlineData("TileReader", "references", "Used on \\d+ lines?\\.")]
    [InlineData("NoSuchName", "definitions", "Nothing in this scope defines this name\\.")]
    [InlineData("NoSuchName", "references", "Nothing in this scope uses this name\\.")]
    [InlineData("NoSuchName", "both", "Nothing in this scope has this name\\.")]
    public async Task Read_PlacesOfAName_SaysWhatWasAsked(string name, string look, string sum)
    {
        var (ruth, id) = await EnterAsync();
        Assert.Matches($"<p class=\"search-sum\">{sum}</p>", (await ruth.GetAsync($"{Routes.Reading(id)}?file=TileLog.cs&q={name}&symbol={look}")).Page);
    }

    [Fact]
    public async Task Read_OutlineOfAFile_MovesMembersIn()
    {
        var (ruth, id) = await EnterAsync();
        var page = (await ruth.GetAsync($"{Routes.Reading(id)}?file=TileLog.cs&panel=outline")).Page;
        Assert.Matches("<li class=\"outline-part\"><h2>(?s:.{1,300})<code class=\"outline-name ?\">Vitrine\\.Log</code>", page);
        Assert.Matches("title=\"class Vitrine\\.Log\\.TileLog\">(?s:.{1,100})<code class=\"outline-name ?\">TileLog</code>", page);
        Assert.Matches("title=\"method Vitrine\\.Log\\.TileLog\\.TileLog\\(LogStore store, [^\"]+\">(?s:.{1,100})<code class=\"outline-name outline-in-1\">TileLog</code>", page);
    }

    private async Task WaitForNamesAsync(string id)
    {
        // The room makes the table in the background, and this test only reads it.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!site.Rooms.Find(site.Person("ruth"), id)!.Tree.Symbols.Reach.IsWhole)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task<(SitePerson Ruth, string Engagement)> EnterAsync()
    {
        var id = await site.OpenRoomAsync();
        var ruth = await site.SignInAsync("ruth");
        await ruth.GetAsync(Routes.Engagement(id));
        using var entered = await ruth.PostAsync(Routes.Enter(id));
        return (ruth, id);
    }
}
