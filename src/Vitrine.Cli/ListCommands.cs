using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Cli;

/// <summary><c>vitrine list import|all|screen</c>.</summary>
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
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document: name, on, lists[], hits[]." };

    public static Command Make()
    {
        var import = new Verb("import", "Bring in a version of a list, whole or not at all.", "0: imported; 1: it is here already; 2: the file is wrong, every line of it is named", "vitrine list import data/lists/fcc-covered-list.csv", "vitrine list import entities.ftm.json --name us-sdn --date 2026-03-01")
        {
            File, List, Title, Publisher, Date, Source,
        };
        import.SetAction(ImportAsync);
        var all = new Verb("all", "Show the lists and the versions that are here.") { Json };
        all.SetAction(ListAsync);
        var screen = new Verb("screen", "Ask all lists for a name, as of a day.", "0: no entry is hit; 1: entries are hit, which is for a person to judge", "vitrine list screen 'Лаборатория Касперского' --on 2022-03-25", "vitrine list screen my-company --entity --json")
        {
            Name, On, Entity, Json,
        };
        screen.SetAction(ScreenAsync);
        return new Command("list", "Lists of parties and products that somebody forbids or warns of.") { import, all, screen };
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

    private static async Task<int> ScreenAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(Name)!;
        if (string.IsNullOrWhiteSpace(name) || name.Length > Lists.MaxName)
        {
            throw new BadInputException($"A name has 1 to {Lists.MaxName:N0} characters.");
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

    private static void Say(string name, DateOnly on, IReadOnlyList<PublishedList> lists, IReadOnlyList<ListHit> hits)
    {
        var where = lists.Count == 1 ? "1 list" : $"{lists.Count:N0} lists";
        Terminal.Verdict(hits.Count == 0, hits.Count == 0
            ? $"'{Terminal.Safe(name)}' hits no entry of {where} on {on:yyyy-MM-dd}."
            : $"'{Terminal.Safe(name)}' hits {(hits.Count == 1 ? "1 entry" : $"{hits.Count:N0} entries")} of {where} on {on:yyyy-MM-dd}.");
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
