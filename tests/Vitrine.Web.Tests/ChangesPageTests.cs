using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vitrine.Centre;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Web.Tests;

/// <summary>What changed since an earlier release, for a reviewer whose host agreed to it; and for nobody else.</summary>
public sealed class ChangesPageTests(SiteFixture site, BrowserFixture browsers) : IClassFixture<SiteFixture>, IClassFixture<BrowserFixture>
{
    private const string Fetch = "update/fetch.c";

    [Fact]
    public async Task Changes_WithoutConsent_AreRefusedAndNothingIsRecorded()
    {
        var (ruth, _, id) = await OpenAsync(agreed: false);
        var before = site.Rooms.Find(site.Person("ruth"), id)!.LinesShown;

        var (status, page) = await ruth.GetAsync(Routes.Changes(id));
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("compares with no earlier release", page, StringComparison.Ordinal);
        var (json, text) = await ruth.GetAsync($"{Routes.ChangesJson(id)}?file=TileLog.cs");
        Assert.Equal(HttpStatusCode.Conflict, json);
        Assert.Contains("\"error\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("What changed since", (await ruth.GetAsync(Routes.Reading(id))).Page, StringComparison.Ordinal);
        Assert.Equal(before, site.Rooms.Find(site.Person("ruth"), id)!.LinesShown);
    }

    [Fact]
    public async Task Changes_AsAgreed_ListWhatIsInBothScopesAndShowLinesThatGoOnRecord()
    {
        var (ruth, first, id) = await OpenAsync(agreed: true);
        var session = site.Rooms.Find(site.Person("ruth"), id)!;

        var list = WebUtility.HtmlDecode((await ruth.GetAsync(Routes.Changes(id))).Page);
        Assert.Contains("1 gained a call to execve", list, StringComparison.Ordinal);
        Assert.Contains("fetch calls execve now: runs programs", list, StringComparison.Ordinal);
        Assert.DoesNotContain("LogStore.cs", list, StringComparison.Ordinal);
        Assert.True(list.IndexOf(Fetch, StringComparison.Ordinal) < list.IndexOf("TileLog.cs", StringComparison.Ordinal));
        Assert.Equal(session.Tree.File("TileReader.cs").Lines + session.Tree.File("Disk.cs").Lines, (long)Assert.Single(session.Earlier.Carried(session.Tree, session.Laboratory, [])).Lines);
        Assert.Matches("Carried over from the review of 1.0: [1-9]\\d* lines", list);
        Assert.Equal(0, session.LinesShown);

        var file = WebUtility.HtmlDecode((await ruth.GetAsync($"{Routes.Changes(id)}?file=TileLog.cs")).Page);
        Assert.Contains("moved away", file, StringComparison.Ordinal);
        Assert.Contains("moved here", file, StringComparison.Ordinal);
        Assert.Contains("// A line that came.", Regex.Replace(file, "<[^>]+>", ""), StringComparison.Ordinal);
        var shown = session.LinesShown;
        Assert.True(shown > 0);
        var delivered = session.Laboratory.DeliveredOf(session.Tree.File("TileLog.cs").Digest);
        Assert.True(delivered.Contains(1) && delivered.Count < session.Tree.File("TileLog.cs").Lines);

        // What neither scope, or only the other's, lets through is not there.
        foreach (var absent in (string[])["LogStore.cs", "none.c", "FileStorage.cs", "../TileLog.cs"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await ruth.GetAsync($"{Routes.Changes(id)}?file={absent}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await ruth.GetAsync($"{Routes.ChangesJson(id)}?file={absent}")).Status);
        }

        Assert.Equal(shown, session.LinesShown);
        Assert.NotEqual(first, id);
    }

    [Fact]
    public async Task Changes_PlacesOfAFile_NameTheFunctionAndLeadToTheLine()
    {
        var (ruth, _, id) = await OpenAsync(agreed: true);

        var file = (await ruth.GetAsync($"{Routes.Changes(id)}?file=TileEdge.cs")).Page;
        var moved = (await ruth.GetAsync($"{Routes.Changes(id)}?file=storage%2FJournal.cs")).Page;
        var list = (await ruth.GetAsync(Routes.Changes(id))).Page;

        Assert.Matches("<h2><a href=\"[^\"]+file=TileEdge\\.cs#L\\d+\">Line \\d+</a><code class=\"diff-in\">\\s*Load\\s*</code></h2>", file);
        Assert.Contains("<p class=\"empty-title\">No lines are shown.</p>", moved, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"alert", moved, StringComparison.Ordinal);
        Assert.Matches("<a class=\"row-link\" href=\"/engagements/[^\"]+/read\\?file=storage%2FJournal\\.cs\">", list);
    }

    [Fact]
    public async Task Changes_AsJson_AreThePagesOfTheListAndOfAFile()
    {
        var (ruth, _, id) = await OpenAsync(agreed: true);
        using var list = JsonDocument.Parse((await ruth.GetAsync(Routes.ChangesJson(id))).Page);
        Assert.Equal(["older", "newer", "olderVersion", "summary", "fileCount", "files", "next"], list.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(Fetch, list.RootElement.GetProperty("files")[0].GetProperty("path").GetString());
        Assert.Equal("execve", list.RootElement.GetProperty("files")[0].GetProperty("functions").GetProperty("gained")[0].GetProperty("call").GetString());
        Assert.Equal(list.RootElement.GetProperty("fileCount").GetInt32(), list.RootElement.GetProperty("files").GetArrayLength());

        // A long file comes in parts; all of them together are what the older text needs to be the newer.
        var lines = new List<(string Mark, string Text)>();
        for (var next = $"{Routes.ChangesJson(id)}?file={Uri.EscapeDataString("long.c")}"; next is not null;)
        {
            using var part = JsonDocument.Parse((await ruth.GetAsync(next)).Page);
            lines.AddRange(part.RootElement.GetProperty("lines").EnumerateArray().Select(line => (line.GetProperty("mark").GetString()!, line.GetProperty("text").GetString()!)));
            next = part.RootElement.GetProperty("next").GetString();
        }

        Assert.Equal(Enumerable.Range(1, 1000).Select(i => ("come", $"int line_{i};")), lines);
        Assert.Equal(1000, site.Rooms.Find(site.Person("ruth"), id)!.LinesShown);
    }

    [Fact]
    public async Task Pages_OfChanges_KeepTheRulesInBothSizes()
    {
        var (ruth, _, id) = await OpenAsync(agreed: true);
        var problems = new List<string>();
        await using var people = new PageTests.People(browsers.Chromium, site);
        PageTests.Scene[] scenes =
        [
            new("changes", "ruth", Routes.Changes(id)),
            new("changes-file", "ruth", $"{Routes.Changes(id)}?file=TileLog.cs"),
            new("changes-gained", "ruth", $"{Routes.Changes(id)}?file={Uri.EscapeDataString(Fetch)}"),
            new("changes-moved", "ruth", $"{Routes.Changes(id)}?file={Uri.EscapeDataString("storage/Journal.cs")}"),
            new("changes-start", "ruth", Routes.Reading(id)),
            new("changes-session", "ruth", $"{Routes.Reading(id)}?file=Disk.cs&panel=session"),
            new("changes-certify", "ruth", Routes.Certify(id)),
            new("changes-none", "ruth", $"{Routes.Changes(id)}?file=none", 404),
            new("changes-disclosure", "hanne", Routes.Disclosure(await ScreenedAsync())),
        ];
        await PageTests.SeeAsync(people, scenes, problems);
        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.NotNull(ruth);
    }

    /// <summary>A first review, in which two files were read, and a room on the next release; Ruth is in it.</summary>
    private async Task<(SitePerson Ruth, string First, string Id)> OpenAsync(bool agreed)
    {
        var product = "Log " + Engagements.NewId();
        var first = await site.OpenRoomAsync(product);
        var ruth = await site.SignInAsync("ruth");
        using (await ruth.PostAsync(Routes.Enter(first)))
        {
            await ruth.GetAsync($"{Routes.Reading(first)}?file=TileReader.cs");
            var reader = site.Rooms.Find(site.Person("ruth"), first)!;
            var same = reader.Tree.File("Disk.cs");
            await reader.ShowAsync(new FrameContent(FrameKind.Text, "file=Disk.cs", [new LineRange(same.Path, same.Digest, 1, (int)same.Lines)]), reader.Mark, new byte[1], null, CancellationToken.None);
        }

        var id = await RequestNextAsync(product);
        await site.DiscloseAsync(id, RoomRules.Default with { ComparesWith = agreed ? first : null });
        await site.Centre.RecordAsync(new RoomOpened(id), Actor.Console, CancellationToken.None);
        using var entered = await ruth.PostAsync(Routes.Enter(id));
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        return (ruth, first, id);
    }

    private async Task<string> ScreenedAsync()
    {
        var product = "Log " + Engagements.NewId();
        var first = await site.OpenRoomAsync(product);
        var ruth = await site.SignInAsync("ruth");
        using (await ruth.PostAsync(Routes.Enter(first)))
        {
            await ruth.GetAsync($"{Routes.Reading(first)}?file=TileLog.cs");
        }

        return await RequestNextAsync(product);
    }

    private async Task<string> RequestNextAsync(string product)
    {
        site.Time.Now = site.Time.Now.AddSeconds(2);
        var id = Engagements.NewId();
        await site.Centre.RecordAsync(new EngagementRequested(id, product, "1.1", "acme", "lab", "office", Tier.Full, "Whether it still is what it was."), Actor.Console, CancellationToken.None);
        await DisclosureDesk.PrepareAsync(site.Centre, site.Seals, site.Screenings, id, await SealNextAsync(), Scope.Of(["**"], ["LogStore.cs", "FileStorage.cs"]), Actor.Console, CancellationToken.None);
        return id;
    }

    /// <summary>The next release of what the site has sealed.</summary>
    private async Task<SealRoot> SealNextAsync()
    {
        var tree = Path.Combine(site.Folder, "next-" + Engagements.NewId());
        foreach (var file in Directory.EnumerateFiles(SiteFixture.Sources, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(SiteFixture.Sources, file);
            Write(Path.Combine(tree, path == "Journal.cs" ? "storage/Journal.cs" : path), File.ReadAllText(file));
        }

        // The first member moves to the end, and a line comes before what was the first.
        var log = File.ReadAllLines(Path.Combine(tree, "TileLog.cs"));
        var at = Array.FindIndex(log, line => line.Contains("private TileLog(", StringComparison.Ordinal));
        var end = Array.FindIndex(log, at, line => line == "    }");
        File.WriteAllLines(Path.Combine(tree, "TileLog.cs"), ["// A line that came.", .. log[..at], .. log[(end + 1)..^1], .. log[at..(end + 1)], "}"]);
        var edge = File.ReadAllLines(Path.Combine(tree, "TileEdge.cs"));
        var load = Array.FindIndex(edge, line => line.Contains("static TileEdge Load(", StringComparison.Ordinal)) + 2;
        File.WriteAllLines(Path.Combine(tree, "TileEdge.cs"), [.. edge[..load], "        // Loaded anew.", .. edge[load..]]);
        File.AppendAllText(Path.Combine(tree, "LogStore.cs"), "// out of scope\n");
        File.AppendAllText(Path.Combine(tree, "FileStorage.cs"), "// out of the newer scope\n");
        File.Delete(Path.Combine(tree, "Added.cs"));
        Write(Path.Combine(tree, Fetch), "#include <unistd.h>\n\nint fetch(const char *name)\n{\n    return execve(name, 0, 0);\n}\n");
        Write(Path.Combine(tree, "long.c"), string.Concat(Enumerable.Range(1, 1000).Select(i => $"int line_{i};\n")));
        using var source = SealSource.Open(tree, null, CancellationToken.None);
        return (await SealDesk.MakeAsync(site.Centre, site.Seals, source, "acme", new SealOptions { Product = "Log", Version = "1.1" }, Actor.Console, null, CancellationToken.None)).Root;
    }

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
