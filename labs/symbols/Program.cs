using System.Diagnostics;
using Vitrine.Lab;
using Vitrine.Seals;

// usage: symbols FOLDER TREE ROUNDS; FOLDER/gtags holds the peer's index of the tree.
var (folder, tree, rounds) = (Path.GetFullPath(args[0]), Path.GetFullPath(args[1]), int.Parse(args[2]));
Environment.SetEnvironmentVariable("GTAGSROOT", tree);
Environment.SetEnvironmentVariable("GTAGSDBPATH", Path.Combine(folder, "gtags"));
string[] names =
[
    "kfree", "kmalloc", "printk", "mutex_lock", "task_struct", "sk_buff", "copy_from_user", "schedule", "list_head", "skb_reset_mac_header", "do_sys_open", "tcp_v4_rcv", "vfs_read", "EXPORT_SYMBOL_GPL", "container_of", "e1000_probe",
    "ksys_read", "cfs_rq", "nf_conntrack_in", "x",
];
using var store = Sealed.Store(Path.Combine(folder, "store"));
using var seal = await Sealed.OpenAsync(store, tree);
seal.Load(null, CancellationToken.None);
Console.WriteLine($"{tree}: {seal.Whole.Measure.Files:N0} files, {seal.Whole.Measure.Bytes:N0} bytes; load {File.ReadAllText("/proc/loadavg").Trim()}");
var start = Stopwatch.GetTimestamp();
seal.Whole.BuildIndex();
Console.WriteLine($"trigram index: {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
var (cpu, before) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
seal.Whole.Symbols.Build();
var reach = seal.Whole.Symbols.Reach;
Console.WriteLine($"definitions: {reach.Definitions:N0} of {reach.Files:N0} files in {reach.Bytes / 1e6:0} MB, {Stopwatch.GetElapsedTime(before).TotalSeconds:0.0} s (our CPU without the parser's: {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:0.0} s); load {File.ReadAllText("/proc/loadavg").Trim()}");
Console.WriteLine("\n| name | definitions | global -dx | ours, ms | global, ms | ÷ | references | global -rx | ours, ms | global, ms | ÷ |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
var (definition, reference) = (new List<double>(), new List<double>());
foreach (var name in names)
{
    var (ours, theirs) = Both(name, NameLook.Definitions, "-dx");
    var (oursUsed, theirsUsed) = Both(name, NameLook.References, "-rx");
    definition.Add(ours.Milliseconds / theirs.Milliseconds);
    reference.Add(oursUsed.Milliseconds / theirsUsed.Milliseconds);
    Console.WriteLine($"| {name} | {ours.Lines:N0} | {theirs.Lines:N0} | {ours.Milliseconds:0.00} | {theirs.Milliseconds:0.0} | {definition[^1]:0.00} | {oursUsed.Lines:N0} | {theirsUsed.Lines:N0} | {oursUsed.Milliseconds:0.0} | {theirsUsed.Milliseconds:0.0} | {reference[^1]:0.00} |");
}

Console.WriteLine($"\ndefinition: worst {definition.Max():0.00}, geometric mean {Mean(definition):0.000} × global -d (bar 1); references: worst {reference.Max():0.00}, geometric mean {Mean(reference):0.00} × global -r (bar 0.25). Ours in process, every line with its text; load {File.ReadAllText("/proc/loadavg").Trim()}");
Macros();
return definition.Max() <= 1 && reference.Max() <= 0.25 ? 0 : 1;

static double Mean(List<double> values) => Math.Exp(values.Average(Math.Log));

(Spent Ours, Spent Theirs) Both(string name, NameLook look, string option)
{
    var (ours, theirs) = (new List<Spent>(), new List<Spent>());
    for (var round = 0; round < rounds; round++)
    {
        var clock = Stopwatch.GetTimestamp();
        var lines = All(seal.Whole.Symbols.Find(name, look, TimeProvider.System, TimeSpan.FromMinutes(1)));
        ours.Add(new Spent(Stopwatch.GetElapsedTime(clock).TotalMilliseconds, 0, lines));
        theirs.Add(Peer.Run(tree, null, "global", option, name));
    }

    return (ours.OrderBy(one => one.Milliseconds).ElementAt(rounds / 2), theirs.OrderBy(one => one.Milliseconds).ElementAt(rounds / 2));
}

static long All(NamePages pages)
{
    var (lines, characters) = (0L, 0L);
    for (var more = true; more;)
    {
        var page = pages.Page((int)lines, 1000, CancellationToken.None);
        lines += page.Places.Length;
        characters += page.Places.Sum(place => place.At.Text.Length);
        more = page.HasMore;
    }

    return characters >= 0 ? lines : 0;
}

// Lines on which a macro defines something, and on how many of them the outline of their file has a name.
void Macros()
{
    Console.WriteLine("\n| lines that begin so | lines | with a definition |\n| --- | --- | --- |");
    foreach (var pattern in (string[])["^(COMPAT_)?SYSCALL_DEFINE\\d\\(\\w+", "^(static )?DEFINE_\\w+\\(", "^TRACE_EVENT\\w*\\(", "^(static )?(H|L)?LIST_HEAD\\(", "^(static )?DECLARE_\\w+\\(", "^(static )?DEVICE_ATTR\\w*\\(", "^EXPORT_SYMBOL\\w*\\(", "^struct \\w+ \\{$", "^#define \\w+", "^static (inline )?(int|void) \\w+\\([^;]*$"])
    {
        var found = new List<(string Path, int Line)>();
        SealSearch.For(new SearchQuery { Pattern = pattern, IsRegex = true, Language = "C" }, TimeProvider.System).Run(
            seal.Whole,
            match =>
            {
                found.Add((match.Path, match.Line));
                return true;
            },
            CancellationToken.None);
        var taken = found.GroupBy(one => one.Path).Take(2000).ToList();
        var (all, defined) = (0, 0);
        foreach (var group in taken)
        {
            var lines = seal.Whole.Symbols.Outline(group.Key, CancellationToken.None).Select(symbol => symbol.Line).ToHashSet();
            all += group.Count();
            defined += group.Count(one => lines.Contains(one.Line));
        }

        Console.WriteLine($"| `{pattern.Replace("|", "\\|", StringComparison.Ordinal)}` | {all:N0} of {found.Count:N0} | {defined:N0} ({(all == 0 ? 0 : 100.0 * defined / all):0.0} %) |");
    }
}
