using System.Diagnostics;
using System.Text.Json;
using Vitrine.Lab;
using Vitrine.Seals;

// usage: search FOLDER TREE [TREE [ROUNDS [CLASS…]]] | FOLDER TREE growth [TREE] | FOLDER TREE timing [TRIALS]
var folder = Path.GetFullPath(args[0]);
switch (args.ElementAtOrDefault(2))
{
    case "growth":
        await Growth.RunAsync(folder, args.ElementAtOrDefault(3) ?? args[1]);
        return 0;
    case "timing":
        return await Timing.RunAsync(folder, int.Parse(args.ElementAtOrDefault(3) ?? "2000")) ? 0 : 1;
    default:
        return await Compare.RunAsync(folder, args.ElementAtOrDefault(2) ?? args[1], int.Parse(args.ElementAtOrDefault(3) ?? "5"), args.Skip(4).ToHashSet()) ? 0 : 1;
}

/// <summary>Every query, ours and the peers' in turns.</summary>
internal static class Compare
{
    /// <param name="folder">Where seals and indexes are kept from run to run.</param>
    /// <param name="tree">What is searched.</param>
    /// <param name="rounds">How often each query is asked; the median counts.</param>
    /// <param name="classes">Only queries of these classes; all, and the making of the index, where none is given.</param>
    public static async Task<bool> RunAsync(string folder, string tree, int rounds, HashSet<string> classes)
    {
        using var store = Sealed.Store(Path.Combine(folder, "store"));
        using var seal = await Sealed.OpenAsync(store, tree);
        seal.Load(null, CancellationToken.None);
        Console.WriteLine($"{tree}: {seal.Whole.Measure.Files:N0} files, {seal.Whole.Measure.Bytes:N0} bytes; load {File.ReadAllText("/proc/loadavg").Trim()}");
        var index = Path.Combine(folder, "csearchindex");
        Index(seal, index, tree, isCompared: classes.Count == 0);
        var hasCsearch = Sealed.Has("csearch") && File.Exists(index);
        Console.WriteLine("\n| class | query | lines | ours, all | CPU | ripgrep | CPU | ÷ | csearch | ÷ | first 50 | CPU | ÷ rg | |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        var rows = new List<Row>();
        foreach (var question in Queries.All.Where(question => classes.Count == 0 || classes.Contains(question.Class)))
        {
            var (ours, rg, cs, first) = (new List<Spent>(), new List<Spent>(), new List<Spent>(), new List<Spent>());
            for (var round = 0; round < rounds; round++)
            {
                first.Add(FirstPage(seal.Whole, question));
                ours.Add(AllLines(seal.Whole, question));
                rg.Add(Peer.Run(tree, null, question.Ripgrep));
                if (hasCsearch)
                {
                    cs.Add(Peer.Run(tree, index, Csearch(question, tree)));
                }
            }

            var row = new Row(question, Middle(ours), Middle(rg), hasCsearch ? Middle(cs) : null, Middle(first));
            rows.Add(row);
            Console.WriteLine(row.Text);
        }

        Console.WriteLine($"\nOver {rows.Count} queries: geometric mean of all lines {Mean(rows, row => row.Ours.Milliseconds / row.Ripgrep.Milliseconds):0.000} × ripgrep (bar 0.05), worst {rows.Max(row => row.Ours.Milliseconds / row.Ripgrep.Milliseconds):0.00} (bar 0.7)");
        Console.WriteLine($"first page: geometric mean {Mean(rows, row => row.First.Milliseconds / row.Ripgrep.Milliseconds):0.000} × ripgrep (bar 0.02), slowest {rows.Max(row => row.First.Milliseconds):0.0} ms (bar 10 where a trigram is)");
        if (hasCsearch)
        {
            Console.WriteLine($"all lines: geometric mean {Mean(rows, row => row.Ours.Milliseconds / row.Csearch!.Value.Milliseconds):0.000} × csearch, worst {rows.Max(row => row.Ours.Milliseconds / row.Csearch!.Value.Milliseconds):0.00} (bar 0.2)");
        }

        var different = rows.Where(row => row.Ours.Lines != row.Ripgrep.Lines).ToList();
        Console.WriteLine($"equal lines: {rows.Count - different.Count} of {rows.Count}{string.Concat(different.Select(row => $"\n  DIFFERENT {row.Question.Shown}: ours {row.Ours.Lines}, ripgrep {row.Ripgrep.Lines}"))}");
        Console.WriteLine($"load {File.ReadAllText("/proc/loadavg").Trim()}");
        return different.Count == 0;
    }

    public static Spent FirstPage(ScopedSeal seal, Question question) => Ours(() =>
    {
        var page = new SearchPages(question.Query, seal, ranked: true, TimeProvider.System).Page(0, 50, CancellationToken.None);
        return JsonSerializer.SerializeToUtf8Bytes(page).Length > 0 ? page.Matches.Count : 0;
    });

    public static Spent AllLines(ScopedSeal seal, Question question) => Ours(() =>
    {
        var lines = 0L;
        var summary = SealSearch.For(question.Query, TimeProvider.System).Run(
            seal,
            match =>
            {
                lines += match.Text.Length >= 0 ? 1 : 0;
                return true;
            },
            CancellationToken.None);
        return summary is { IsPartial: false } && summary.FilesSearched == summary.FilesTotal ? lines : -1;
    });

    /// <summary>Takes the index that was stored when the tree was sealed; and makes one, of all but a file, beside cindex.</summary>
    private static void Index(OpenSeal seal, string peerIndex, string tree, bool isCompared)
    {
        var loaded = Ours(() =>
        {
            seal.Whole.BuildIndex();
            return 0;
        });
        Console.WriteLine($"index as stored: opened in {loaded.Milliseconds:0} ms, {seal.Whole.IndexBytes:N0} bytes = {(double)seal.Whole.IndexBytes / seal.Whole.Measure.Bytes:0.000} × the source (bar 0.25); files without: {seal.Whole.UnindexedFiles}");
        if (!isCompared)
        {
            return;
        }

        var room = seal.In(Scope.Of(["**"], ["/" + seal.Whole.Files[0].Path]));
        var spent = Ours(() =>
        {
            room.BuildIndex();
            return 0;
        });
        Console.WriteLine($"index of a room: {spent.Milliseconds / 1000:0.0} s, {spent.CpuMilliseconds / 1000:0.0} s of CPU, {room.IndexBytes:N0} bytes");
        if (Sealed.Has("cindex"))
        {
            File.Delete(peerIndex);
            var peer = Peer.Run(tree, peerIndex, "cindex", tree);
            Console.WriteLine($"cindex: {peer.Milliseconds / 1000:0.0} s, {peer.CpuMilliseconds / 1000:0.0} s of CPU, {new FileInfo(peerIndex).Length:N0} bytes; our CPU ÷ theirs {spent.CpuMilliseconds / peer.CpuMilliseconds:0.00} (bar 1.0)");
        }
    }

    private static Spent Ours(Func<long> work)
    {
        var (start, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var lines = work();
        return new Spent(Stopwatch.GetElapsedTime(start).TotalMilliseconds, (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds, lines);
    }

    private static string[] Csearch(Question question, string tree)
    {
        var pattern = question.Regex ? question.Pattern : $@"\Q{question.Pattern}\E";
        var path = question.Glob is not { } glob ? null
            : System.Text.RegularExpressions.Regex.Escape(tree) + "/" + (glob.StartsWith("**/*", StringComparison.Ordinal) ? ".*" + System.Text.RegularExpressions.Regex.Escape(glob[4..]) + "$" : glob.Replace("**", ".*", StringComparison.Ordinal));
        return ["csearch", "-n", .. question.Fold ? ["-i"] : Array.Empty<string>(), .. path is null ? Array.Empty<string>() : ["-f", path], question.Word ? $@"\b{pattern}\b" : pattern];
    }

    private static Spent Middle(List<Spent> spent) => spent.OrderBy(one => one.Milliseconds).ElementAt(spent.Count / 2);

    private static double Mean(List<Row> rows, Func<Row, double> ratio) => Math.Exp(rows.Average(row => Math.Log(ratio(row))));

    private sealed record Row(Question Question, Spent Ours, Spent Ripgrep, Spent? Csearch, Spent First)
    {
        public string Text =>
            $"| {Question.Class} | `{Question.Shown.Replace("|", "\\|", StringComparison.Ordinal)}` | {Ours.Lines:N0} | {Ours.Milliseconds:0.0} | {Ours.CpuMilliseconds:0} | {Ripgrep.Milliseconds:0} | {Ripgrep.CpuMilliseconds:0} | {Ours.Milliseconds / Ripgrep.Milliseconds:0.000} "
            + $"| {(Csearch is { } cs ? $"{cs.Milliseconds:0}" : "–")} | {(Csearch is { } peer ? $"{Ours.Milliseconds / peer.Milliseconds:0.000}" : "–")} | {First.Milliseconds:0.0} | {First.CpuMilliseconds:0} | {First.Milliseconds / Ripgrep.Milliseconds:0.000} | {(Ours.Lines == Ripgrep.Lines ? "=" : $"rg {Ripgrep.Lines:N0}")} |";
    }
}
