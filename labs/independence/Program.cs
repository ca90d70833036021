using System.Diagnostics;
using System.Text;
using Vitrine.Centre;
using Vitrine.Register;

// usage: independence [PARTIES [TIES]]   A made-up register (seed 1): groups of companies with cross-holdings, officers, payments and a few hubs.
var parties = args.Length > 0 ? int.Parse(args[0]) : 100_000;
var ties = args.Length > 1 ? int.Parse(args[1]) : 3 * parties;
var folder = Path.Combine(Path.GetTempPath(), $"vitrine-independence-{Environment.ProcessId}");
Part[] parts = [new RegisterPart(), new EntitiesPart()];
try
{
    await using (await OpenCentre.CreateAsync(folder, "Lab", parts, TimeProvider.System, CancellationToken.None))
    {
    }

    await using var centre = await OpenCentre.OpenAsync(folder, parts, CentreUse.Serve, TimeProvider.System, CancellationToken.None);
    var document = Make(parties, ties);
    Console.WriteLine($"document: {document.Length / 1e6:N0} MB, {parties:N0} parties, {ties:N0} ties");
    var clock = Stopwatch.StartNew();
    var report = await ImportDesk.ImportAsync(centre, document, new Source("Lab", null, new DateOnly(2026, 1, 1), 'B'), Actor.Console, CancellationToken.None);
    Console.WriteLine($"import: {clock.Elapsed.TotalSeconds:N1} s ({report.Counts.Entities:N0} entities, {report.Counts.Claims:N0} claims)");

    using var views = centre.Snapshot();
    clock.Restart();
    var found = Entities.Search("company 77", null, null, 50, 0, views);
    Console.WriteLine($"search by a part of a name: {clock.Elapsed.TotalMilliseconds:N0} ms ({found.Total:N0} found)");
    foreach (var shipped in Bars.Shipped)
    {
        Ask(views, shipped, parties);
    }

    clock.Restart();
    var lines = RegisterExport.Write(Stream.Null, views, CancellationToken.None);
    Console.WriteLine($"export: {clock.Elapsed.TotalSeconds:N1} s ({lines:N0} lines)");
}
finally
{
    if (Directory.Exists(folder))
    {
        Directory.Delete(folder, recursive: true);
    }
}

static void Ask(Microsoft.Data.Sqlite.SqliteConnection views, ShippedBar shipped, int parties)
{
    var random = new Random(2);
    var times = new List<double>();
    var verdicts = new Dictionary<IndependenceVerdict, int>();
    for (var i = 0; i < 300; i++)
    {
        // Every tenth question is about one of the hubs.
        var (one, other) = (i % 10 == 0 ? random.Next(10) : random.Next(parties), random.Next(parties));
        if (one == other)
        {
            continue;
        }

        var clock = Stopwatch.StartNew();
        var answer = Independence.Ask($"e{one}", $"e{other}", shipped.Bar, new DateOnly(2026, 1, 1), views);
        times.Add(clock.Elapsed.TotalMilliseconds);
        verdicts[answer.Verdict] = verdicts.GetValueOrDefault(answer.Verdict) + 1;
    }

    times.Sort();
    Console.WriteLine($"{shipped.Id}: {times.Count} questions, median {times[times.Count / 2]:N1} ms, 95 % {times[times.Count * 95 / 100]:N1} ms, slowest {times[^1]:N1} ms; {string.Join(", ", verdicts.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}"))}");
}

static byte[] Make(int parties, int ties)
{
    var random = new Random(1);
    var text = new StringBuilder();
    for (var i = 0; i < parties; i++)
    {
        var schema = (i % 10) switch { < 6 => "Company", 9 => "PublicBody", _ => "Person" };
        text.Append($$$"""{"id":"e{{{i}}}","schema":"{{{schema}}}","properties":{"name":["{{{(schema == "Person" ? "Person" : "Company")}}} {{{i}}}","Компания {{{i}}}"],"country":["de"]}}""").Append('\n');
    }

    for (var i = 0; i < ties; i++)
    {
        // A hub is at one end of every twentieth tie; the rest stay near each other, so that chains, cycles and groups arise.
        var from = i % 20 == 0 ? random.Next(10) : random.Next(parties);
        var to = Math.Clamp(from + random.Next(-50, 51), 0, parties - 1);
        to = i % 20 == 0 ? random.Next(parties) : to;
        text.Append((i % 10) switch
        {
            < 5 => $$$"""{"id":"t{{{i}}}","schema":"Ownership","properties":{"owner":["e{{{from}}}"],"asset":["e{{{to}}}"],"percentage":["{{{random.Next(1, 45)}}}"],"startDate":["2015-01-01"]}}""",
            < 8 => $$$"""{"id":"t{{{i}}}","schema":"Directorship","properties":{"director":["e{{{from}}}"],"organization":["e{{{to}}}"],"startDate":["2018-01-01"]}}""",
            8 => $$$"""{"id":"t{{{i}}}","schema":"Payment","properties":{"payer":["e{{{from}}}"],"beneficiary":["e{{{to}}}"],"date":["2025-05-05"]}}""",
            _ => $$$"""{"id":"t{{{i}}}","schema":"Membership","properties":{"member":["e{{{from}}}"],"organization":["e{{{to}}}"],"startDate":["2018-01-01"]}}""",
        }).Append('\n');
    }

    return Encoding.UTF8.GetBytes(text.ToString());
}
