using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vitrine.Room;

namespace Vitrine.Web.Tests;

/// <summary>What a search of the reading desk gives, to a person and to a program.</summary>
public sealed class SearchPageTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task Search_AsJson_GivesPagesThatAreTheWholeAndARecord()
    {
        var (ruth, id) = await EnterAsync();
        var found = new List<string>();
        long? count = null;
        for (int? skip = 0; skip is not null;)
        {
            var (status, text) = await ruth.GetAsync($"/engagements/{id}/search?q=public&count=1&skip={skip}");
            Assert.Equal(HttpStatusCode.OK, status);
            using var page = JsonDocument.Parse(text);
            Assert.Equal(["matches", "next", "matchCount", "filesSearched", "files", "bytesSearched", "partial"], page.RootElement.EnumerateObject().Select(member => member.Name));
            Assert.All(page.RootElement.GetProperty("matches").EnumerateArray(), match => Assert.Equal(["path", "line", "column", "text"], match.EnumerateObject().Select(member => member.Name)));
            found.AddRange(page.RootElement.GetProperty("matches").EnumerateArray().Select(match => $"{match.GetProperty("path")}:{match.GetProperty("line")}"));
            Assert.Equal(page.RootElement.GetProperty("files").GetInt32(), page.RootElement.GetProperty("filesSearched").GetInt32());
            Assert.False(page.RootElement.GetProperty("partial").GetBoolean());
            count = page.RootElement.GetProperty("matchCount").GetInt64();
            skip = page.RootElement.GetProperty("next").ValueKind == JsonValueKind.Null ? null : page.RootElement.GetProperty("next").GetInt32();
        }

        Assert.True(found.Count > ReadingRequest.PageHits);
        Assert.Equal(count, found.Distinct().Count());
        Assert.Equal(found.Count, site.Rooms.Find(site.Person("ruth"), id)!.LinesShown);
    }

    [Fact]
    public async Task Search_OnLines_GivesTheSamePageAMatchALine()
    {
        var (ruth, id) = await EnterAsync();
        var (_, whole) = await ruth.GetAsync($"/engagements/{id}/search?q=public&count=1");

        var (status, type, text) = await ruth.GetAsync($"/engagements/{id}/search?q=public&count=1", "application/x-ndjson");

        Assert.Equal((HttpStatusCode.OK, "application/x-ndjson"), (status, type));
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var lines = text[..^1].Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        using var page = JsonDocument.Parse(whole);
        Assert.Equal(ReadingRequest.PageHits + 1, lines.Count);
        Assert.Equal(page.RootElement.GetProperty("matches").EnumerateArray().Select(match => match.GetRawText()), lines.SkipLast(1).Select(line => line.GetRawText()));
        Assert.Equal(
            page.RootElement.EnumerateObject().Skip(1).Select(member => member.ToString()), lines[^1].EnumerateObject().Select(member => member.ToString()));
    }

    [Fact]
    public async Task Search_AsJson_SaysWhyItDoesNotRun()
    {
        var (ruth, id) = await EnterAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await ruth.GetAsync($"/engagements/{id}/search?q=(&regex=1")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await ruth.GetAsync($"/engagements/{id}/search")).Status);
        var (status, text) = await ruth.GetAsync($"/engagements/{id}/search?q=a&path=[");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("\"error\":\"The pattern", text, StringComparison.Ordinal);
        await site.Rooms.LeaveAsync(site.Rooms.Find(site.Person("ruth"), id)!, SessionEnd.Left, CancellationToken.None);
        Assert.Equal(HttpStatusCode.Conflict, (await ruth.GetAsync($"/engagements/{id}/search?q=a")).Status);
    }

    [Fact]
    public async Task Read_SearchByNameWordAndPath_ShowsWhatWasAskedAndHowFarItLooked()
    {
        var (ruth, id) = await EnterAsync();
        var read = Routes.Reading(id);

        var names = (await ruth.GetAsync($"{read}?q=tilelog&names=1&pathcase=ignore")).Page;
        Assert.Contains("Looked at the names of", names, StringComparison.Ordinal);
        Assert.Matches("href=\"[^\"]*file=TileLog\\.cs", names);
        var words = (await ruth.GetAsync($"{read}?q=class&word=1&lang=C%23&path=*.cs !TileLog.cs&order=path")).Page;
        Assert.Matches("Searched \\d+ of \\d+ files, [\\d\u202F\u00A0,.]+ bytes, in", WebUtility.HtmlDecode(words));
        var places = Regex.Matches(words, "data-hit=\"(\\d+)\"").Select(match => int.Parse(match.Groups[1].Value)).ToList();
        Assert.NotEmpty(places);
        Assert.Equal(places.Order(), places);
        Assert.DoesNotMatch("file=TileLog\\.cs[^\"]*hit=", words);
    }

    [Fact]
    public async Task Tree_LargeScope_ListsOpenFoldersAndLeadsIntoTheOthers()
    {
        var (ruth, id) = await EnterAsync();
        await ruth.GetAsync($"{Routes.Reading(id)}?file=TileLog.cs");
        var session = site.Rooms.Find(site.Person("ruth"), id)!;
        var folder = session.Tree.Files.Select(file => file.Path).First(path => path.Contains('/', StringComparison.Ordinal)).Split('/')[0];
        var within = session.Tree.Files.Count(file => file.Path.StartsWith(folder + "/", StringComparison.Ordinal));

        var whole = ReadingTree.Of(session, new ReadingRequest());
        var closed = ReadingTree.Of(session, new ReadingRequest(), smallScope: 0);
        var opened = ReadingTree.Of(session, new ReadingRequest { Folder = folder, Query = "x" }, smallScope: 0);

        Assert.Equal(session.Tree.Files.Length, whole.Sum(Leaves));
        Assert.Null(whole.Single(node => node.Name == folder).Href);
        Assert.Equal(whole.Select(node => (node.Name, node.Seen)), closed.Select(node => (node.Name, node.Seen)));
        Assert.Equal(0, closed.Where(node => node.IsFolder).Sum(Leaves));
        Assert.Contains($"folder={folder}", closed.Single(node => node.Name == folder).Href!, StringComparison.Ordinal);
        Assert.Equal(within, Leaves(opened.Single(node => node.Name == folder)));
        Assert.DoesNotContain("folder=", opened.Single(node => node.Name == folder).Href!, StringComparison.Ordinal);
        Assert.Contains("q=x", opened.Single(node => node.Name == folder).Href!, StringComparison.Ordinal);
        Assert.Equal(FileSeen.Part, closed.Single(node => node.Name == "TileLog.cs").Seen is FileSeen.None ? FileSeen.None : FileSeen.Part);

        static int Leaves(TreeNode node) => node.IsFolder ? node.Children.Sum(Leaves) : 1;
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
