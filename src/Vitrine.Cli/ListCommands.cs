using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Cli;

/// <summary><c>vitrine list import|all|show|screen</c>.</summary>
internal static class ListCommands
{
    private static readonly Argument<string> File = new("FILE") { Description = "CSV with the columns entry, name, since and others, or FollowTheMoney entities, one JSON object a line." };
    private static readonly Argument<string> Name = new("NAME") { Description = "A name in any script, or a number of a register." };
    private static readonly Option<string> List = new("--name") { Description = "The list's identifier (default: what the file says, else the file's name).", HelpName = "ID" };
    private static readonly Option<string> Title = new("--title") { Description = "What people call it (default: what the file or its last version says).", HelpName = "TEXT" };
    private static readonly Option<string> Publisher = new("--publisher") { Description = "Who publishes it (default: what the file or its last version says).", HelpName = "TEXT" };
    private static readonly Option<string> Source = new("--source") { Description = "Where it was taken from (default: what the file or its last version says).", HelpName = "URL" };
    private static readonly Option<DateOnly?> Date = Inputs.Day("--date", "The day as of which the list is (default: what the file says, else today).");
    private static readonly Option<DateOnly?> On = Inputs.Day("--on", "The day that is asked (default: today).");
    private static readonly Option<bool> Entity = new("--entity") { Description = "NAME is an entity of the register: its aliases and its owners are asked too." };
    private static readonly Argument<string> Shown = new("LIST") { Description = "The list's identifier." };
    private static readonly Option<string> Find = new("--find") { Description = "Only entries with this in a name, an identifier or the clause.", HelpName = "TEXT" };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document (docs/formats/list.md)." };

    public static Command Make()
    {
        var import = new Verb("import", "Bring in a version of a list, whole or not at all.", "0: imported; 1: it is here already; 2: the file is wrong, every line of it is named", "vitrine list import data/lists/fcc-covered-list.csv", "vitrine list import entities.ftm.json --name us-sdn --date 2026-03-01")
        {
            File, List, Title, Publisher, Date, Source,
        };
        import.SetAction(ImportAsync);
        var all = new Verb("all", "Show the lists and the versions that are here.") { Json };
        all.SetAction(ListAsync);
        var show = new Verb("show", "Show the entries of a list, as of a day.", "0: shown; 1: there is no such list", "vitrine list show fcc-covered-list --on 2022-03-25", "vitrine list show fcc-covered-list --find video --json")
        {
            Shown, On, Find, Json,
        };
        show.SetAction(ShowAsync);
        var screen = new Verb("screen", "Ask all lists for a name, as of a day.", "0: no entry is hit; 1: entries are hit, which is for a person to judge", "vitrine list screen 'Лаборатория Касперского' --on 2022-03-25", "vitrine list screen my-company --entity --json")
        {
            Name, On, Entity, Json,
        };
        screen.SetAction(ScreenAsync);
        return new Command("list", "Lists of parties and products that somebody forbids or warns of.") { import, all, show, screen };
    }

    private static async Task<int> ImportAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = parsed.GetValue(File)!;
        if (!System.IO.File.Exists(path))
        {
            throw new BadInputException($"There is no file {path}.");
        }

        if (new FileInfo(path).Length > ListFile.MaxBytes)
        {
            throw new BadInputException($"{path} has {new FileInfo(path).Length:N0} bytes; a list has at most {ListFile.MaxBytes:N0}.");
        }

        var bytes = await System.IO.File.ReadAllBytesAsync(path, cancellationToken);
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        var about = new ListAbout(parsed.GetValue(List), parsed.GetValue(Title), parsed.GetValue(Publisher), parsed.GetValue(Date), parsed.GetValue(Source));
        var version = await ListDesk.ImportAsync(centre, bytes, Path.GetFileName(path), about, Actor.Console, cancellationToken);
        Terminal.Fact("list", version.List);
        Terminal.Fact("version", $"{version.Date:yyyy-MM-dd}");
        Terminal.Fact("entries", $"{version.Entries:N0}");
        Terminal.Fact("source", version.Source);
        return Exit.Yes;
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var views = centre.Snapshot();
        var lists = Lists.All(views);
        if (parsed.GetValue(Json))
        {
            Terminal.Json(json => ListsJson.WriteLists(json, lists));
            return Exit.Yes;
        }

        foreach (var version in lists.SelectMany(list => list.Versions))
        {
            Terminal.Line($"{version.List,-24} {version.Date:yyyy-MM-dd} {version.Entries,9:N0}  {version.Title}");
        }

        return Exit.Yes;
    }

    private static async Task<int> ShowAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var views = centre.Snapshot();
        var id = parsed.GetValue(Shown)!;
        if (Lists.Find(id, views) is not { } list)
        {
            throw new ActRefusedException($"There is no list '{Terminal.Safe(id)}' here. vitrine list all names those that are.");
        }

        var on = parsed.GetValue(On) ?? DateOnly.FromDateTime(centre.Time.GetUtcNow().UtcDateTime);
        var (entries, _) = Lists.Entries(list, on, parsed.GetValue(Find) ?? "", 0, ListFile.MaxEntries, views);
        if (parsed.GetValue(Json))
        {
            Terminal.Json(json => ListsJson.WriteEntries(json, list.AsOf(on), on, entries));
            return Exit.Yes;
        }

        foreach (var entry in entries)
        {
            Terminal.Line($"{entry.Since:yyyy-MM-dd}  {Terminal.Safe(entry.Id),-24}  {string.Join("; ", entry.Names.Select(Terminal.Safe))}");
        }

        Terminal.Remark($"{(entries.Count == 1 ? "1 entry" : $"{entries.Count:N0} entries")} of {list.Id} on {on:yyyy-MM-dd}; version {list.AsOf(on).Date:yyyy-MM-dd}.");
        Doubt([list], on);
        return Exit.Yes;
    }

    private static async Task<int> ScreenAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(Name)!;
        if (string.IsNullOrWhiteSpace(name) || name.Length > Lists.MaxName)
        {
            throw new BadInputException($"A name has 1 to {Lists.MaxName:N0} characters.");
        }

        if (!Lists.CanAsk(name))
        {
            throw new BadInputException($"There is no letter and no digit in '{Terminal.Safe(name)}', so nothing can be compared.");
        }

        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var views = centre.Snapshot();
        var on = parsed.GetValue(On) ?? DateOnly.FromDateTime(centre.Time.GetUtcNow().UtcDateTime);
        var lists = Lists.All(views);
        if (lists.Count == 0)
        {
            throw new BadInputException("This centre has no list yet, so nothing can be said. Bring one: vitrine list import FILE");
        }

        var byEntity = parsed.GetValue(Entity);
        if (byEntity && Entities.Find(name, views) is null)
        {
            throw new BadInputException($"The register knows no entity '{Terminal.Safe(name)}'.");
        }

        var hits = byEntity ? Lists.ScreenEntity(name, on, views) : Lists.Screen(name, on, views);
        if (parsed.GetValue(Json))
        {
            Terminal.Json(json => ListsJson.WriteAnswer(json, name, on, lists, hits));
        }
        else
        {
            Say(name, on, lists, hits);
        }

        return hits.Count == 0 ? Exit.Yes : Exit.No;
    }

    private static void Say(string name, DateOnly on, IReadOnlyList<PublishedList> lists, ListHits hits)
    {
        var where = lists.Count == 1 ? "1 list" : $"{lists.Count:N0} lists";
        Terminal.Verdict(hits.Count == 0, hits.Count == 0
            ? $"'{Terminal.Safe(name)}' hits no entry of {where} on {on:yyyy-MM-dd}."
            : $"'{Terminal.Safe(name)}' hits {(hits.Count == 1 ? "1 entry" : $"{hits.Count:N0} entries")} of {where} on {on:yyyy-MM-dd}{(hits.Left > 0 ? $", and {hits.Left:N0} more that are not likelier and are not shown" : "")}.");
        foreach (var hit in hits)
        {
            Terminal.Line();
            Terminal.Fact(hit.Score.ToString("0.00"), $"{Terminal.Safe(hit.Name)} ({hit.List}, entry {Terminal.Safe(hit.Entry)})");
            Terminal.Fact("listed", $"since {hit.Since:yyyy-MM-dd}{(hit.Until is { } until ? $", until {until:yyyy-MM-dd}" : "")}; version {hit.Version:yyyy-MM-dd}");
            if (hit.Clause is { } clause)
            {
                Terminal.Fact("clause", Terminal.Safe(clause));
            }

            Terminal.Fact("source", Terminal.Safe(hit.Source));
            foreach (var (line, label) in hit.Why.Select((line, i) => (line, i == 0 ? "why" : "")))
            {
                Terminal.Fact(label, Terminal.Safe(line));
            }

            if (!hit.Through.IsEmpty)
            {
                Terminal.Fact("through", string.Join(" < ", hit.Through.Select(Terminal.Safe)));
            }
        }

        Doubt(lists, on);
    }

    /// <summary>What is to be known of the versions that answered.</summary>
    private static void Doubt(IReadOnlyList<PublishedList> lists, DateOnly on)
    {
        if (lists.Where(list => list.Versions[^1].Date > on).ToList() is { Count: > 0 } later)
        {
            Terminal.Remark($"Of {string.Join(", ", later.Select(list => list.Id))} no version is as old as that day; the oldest answered, by the dates of its entries.");
        }

        foreach (var version in lists.Select(list => list.AsOf(on)).Where(version => version.IsOldOn(on)))
        {
            Terminal.Remark($"The version of {version.List} that answered is of {version.Date:yyyy-MM-dd}; it knows nothing of what came after.");
        }
    }
}
