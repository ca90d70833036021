using System.Diagnostics;
using System.Net;
using Vitrine.Lab;
using Vitrine.Room;
using Vitrine.Web;
using Vitrine.Web.Tests;

// usage: desk TREE ROUNDS
var (tree, rounds) = (Path.GetFullPath(args[0]), int.Parse(args[1]));
var site = new Site(tree);
await site.InitializeAsync();
try
{
    return await Desk.RunAsync(site, tree, rounds) ? 0 : 1;
}
finally
{
    await site.DisposeAsync();
}

/// <summary>The site of the tests, over a large tree.</summary>
internal sealed class Site(string tree) : SiteFixture
{
    protected override string Tree => tree;
}

/// <summary>All queries, one after the other, round by round: none is asked again while the session still has its places.</summary>
internal static class Desk
{
    private const double FirstPage = 10;
    private const double OfRipgrep = 0.02;

    public static async Task<bool> RunAsync(Site site, string tree, int rounds)
    {
        var id = await site.OpenRoomAsync(rules: RoomRules.Default with { LinesPerSession = RoomRules.MostLines, LinesPerEngagement = RoomRules.MostLines });
        var ruth = await site.SignInAsync("ruth");
        await ruth.GetAsync(Routes.Engagement(id));
        using var entered = await ruth.PostAsync(Routes.Enter(id));
        var session = site.Rooms.Find(site.Person("ruth"), id)!;

        // Neither is measured beside the making of the names, which takes half a minute once a room.
        while (!session.Tree.Symbols.Reach.IsWhole)
        {
            await Task.Delay(100);
        }

        Console.WriteLine($"{tree}: {session.Tree.Measure.Files:N0} files, {session.Tree.Measure.Bytes:N0} bytes; load {File.ReadAllText("/proc/loadavg").Trim()}");
        var (ours, theirs) = (new Dictionary<Question, List<double>>(), new Dictionary<Question, List<double>>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var question in Queries.All)
            {
                Add(ours, question, await AskAsync(ruth, id, question));
                Add(theirs, question, Peer.Run(tree, null, question.Ripgrep).Milliseconds);
            }
        }

        Console.WriteLine("\n| class | query | first asked, ms | median, ms | ripgrep, ms | ÷ |\n| --- | --- | --- | --- | --- | --- |");
        var slow = new List<string>();
        foreach (var question in Queries.All)
        {
            var (first, middle, rg) = (ours[question][0], Middle(ours[question]), Middle(theirs[question]));
            Console.WriteLine($"| {question.Class} | `{question.Shown.Replace("|", "\\|", StringComparison.Ordinal)}` | {first:0.0} | {middle:0.0} | {rg:0} | {middle / rg:0.000} |");
            if (middle > FirstPage && question.HasTrigram)
            {
                slow.Add(question.Shown);
            }
        }

        // What is no search of it: an answer that is no look, and a look whose places the session still has.
        var (refused, known) = (new List<double>(), new List<double>());
        for (var i = 0; i < 200; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await ruth.GetAsync($"/engagements/{id}/search");
            refused.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            known.Add(await AskAsync(ruth, id, Queries.All[0]));
        }

        Console.WriteLine($"\nof it, medians of 200: {Middle(refused):0.0} ms for an answer that is no look, {Middle(known):0.0} ms for a look that was asked before, on the record");
        var mean = Math.Exp(Queries.All.Average(question => Math.Log(Middle(ours[question]) / Middle(theirs[question]))));
        Console.WriteLine($"\nfirst page of {Queries.All.Length} queries, median of {rounds}: geometric mean {mean:0.000} × ripgrep (bar {OfRipgrep}); over {FirstPage} ms with a trigram: {slow.Count}{string.Concat(slow.Select(one => $"\n  {one}"))}");
        Console.WriteLine($"load {File.ReadAllText("/proc/loadavg").Trim()}");
        return slow.Count == 0 && mean <= OfRipgrep;
    }

    private static async Task<double> AskAsync(SitePerson person, string id, Question question)
    {
        var query = $"/engagements/{id}/search?q={Uri.EscapeDataString(question.Pattern)}{(question.Regex ? "&regex=1" : "")}{(question.Fold ? "&case=ignore" : "")}{(question.Word ? "&word=1" : "")}{(question.Glob is { } glob ? "&path=" + Uri.EscapeDataString("/" + glob) : "")}";
        var start = Stopwatch.GetTimestamp();
        var (status, text) = await person.GetAsync(query);
        return status == HttpStatusCode.OK ? Stopwatch.GetElapsedTime(start).TotalMilliseconds : throw new InvalidOperationException($"{question.Shown}: {status} {text}");
    }

    private static void Add(Dictionary<Question, List<double>> times, Question question, double time)
    {
        if (!times.TryGetValue(question, out var list))
        {
            times.Add(question, list = []);
        }

        list.Add(time);
    }

    private static double Middle(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
