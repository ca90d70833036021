using System.CommandLine;
using System.Globalization;
using Vitrine.Seals;

namespace Vitrine.Cli;

/// <summary><c>vitrine symbols definition|references|outline</c>: what names mean in a closed seal.</summary>
internal static class SymbolCommands
{
    private const int PageSize = 1000;

    private static readonly TimeSpan LongestSearch = TimeSpan.FromHours(1);

    private static readonly Argument<string> Root = new("ROOT") { Description = "The seal's root." };
    private static readonly Argument<string> Name = new("NAME") { Description = "The name; with what it stands in before it, such as Parser.next or ns::Parser::next, only there." };
    private static readonly Argument<string> Path = new("PATH") { Description = "The path of a file of the seal." };
    private static readonly Option<int?> Limit = Inputs.Number("--limit", "Only so many, best first.", 1, int.MaxValue);
    private static readonly Option<bool> Count = new("--count") { Description = "Print their number and nothing else." };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object a line (docs/formats/symbols.md)." };

    public static Command Make() => new Verb("symbols", "What names mean in a seal: where they are defined and used, and what a file defines.")
    {
        Look("definition", "Where a name is defined: functions, types, macros, members, variables.", "0: found; 1: nothing of that name", NameLook.Definitions, "vitrine symbols definition $root kfree", "vitrine symbols definition $root Parser.next --json"),
        Look(
            "references",
            "Where a name is used: every whole word outside comments and strings that is no definition. Syntactic: another thing of that name counts too.",
            "0: found; 1: none, or not everything could be searched",
            NameLook.References,
            "vitrine symbols references $root kfree --limit 20",
            "vitrine symbols references $root kfree --count"),
        Outline(),
    };

    private static Verb Look(string name, string what, string exits, NameLook look, params string[] examples)
    {
        var verb = new Verb(name, what, exits, examples) { Root, Name, Limit, Count, Json, SealKeyOptions.KeyFile, SealKeyOptions.GivenPassphrase };
        verb.SetAction((parsed, cancellationToken) => LookAsync(parsed, look, cancellationToken));
        return verb;
    }

    private static Verb Outline()
    {
        var verb = new Verb("outline", "What a file defines, by line.", "0: something; 1: nothing, or no such file", "vitrine symbols outline $root src/parser.c", "vitrine symbols outline $root src/parser.c --json") { Root, Path, Json, SealKeyOptions.KeyFile, SealKeyOptions.GivenPassphrase };
        verb.SetAction(OutlineAsync);
        return verb;
    }

    private static async Task<int> LookAsync(ParseResult parsed, NameLook look, CancellationToken cancellationToken)
    {
        var limit = parsed.GetValue(Limit);
        var root = Roots.Seal(parsed.GetValue(Root)!);
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var seals = ClosedSeals.Of(parsed, centre, cancellationToken, root);
        using var seal = seals.Store.Open(root);
        seal.Whole.LoadIndex();
        var pages = seal.Whole.Symbols.Find(parsed.GetValue(Name)!, look, TimeProvider.System, LongestSearch);
        var page = pages.Page(0, Math.Min(limit ?? PageSize, PageSize), cancellationToken);
        var all = look == NameLook.Definitions ? page.Definitions : page.References;
        if (!parsed.GetValue(Count))
        {
            for (var left = limit ?? int.MaxValue; ;)
            {
                foreach (var place in page.Places)
                {
                    Write(parsed, place);
                }

                left -= page.Places.Length;
                if (!page.HasMore || left <= 0)
                {
                    break;
                }

                page = pages.Page(page.Skip + page.Places.Length, Math.Min(left, PageSize), cancellationToken);
            }
        }
        else if (!page.IsPartial)
        {
            Terminal.Line(all.ToString(CultureInfo.InvariantCulture));
        }

        SayOfTheIndex(seal);
        foreach (var path in page.Unread)
        {
            Terminal.Error($"{Terminal.Safe(path)} could not be read.");
        }

        if (page.IsPartial || !(parsed.GetValue(Count) || parsed.GetValue(Json)))
        {
            Terminal.Remark($"{(page.IsPartial ? "partial: " : "")}looked at {page.Files:N0} of {page.FilesTotal:N0} files of code; {(page.IsPartial ? "at least " : "")}{Words(all, look)}");
        }

        return all > 0 && !page.IsPartial ? Exit.Yes : Exit.No;
    }

    private static void SayOfTheIndex(OpenSeal seal)
    {
        if (seal.Whole.Symbols.IndexFault is { } fault)
        {
            Terminal.Remark(Terminal.Safe(fault));
        }
    }

    private static string Words(long count, NameLook look) => (look, count) switch
    {
        (NameLook.Definitions, 1) => "1 definition",
        (NameLook.Definitions, _) => $"{count:N0} definitions",
        (_, 1) => "1 line uses it",
        _ => $"{count:N0} lines use it",
    };

    private static async Task<int> OutlineAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var root = Roots.Seal(parsed.GetValue(Root)!);
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var seals = ClosedSeals.Of(parsed, centre, cancellationToken, root);
        using var seal = seals.Store.Open(root);
        var path = parsed.GetValue(Path)!;
        var symbols = seal.Whole.Symbols.Outline(path, cancellationToken);
        SayOfTheIndex(seal);
        foreach (var symbol in symbols)
        {
            if (parsed.GetValue(Json))
            {
                Terminal.Json(json =>
                {
                    json.WriteStartObject();
                    json.WriteNumber("line", symbol.Line);
                    json.WriteNumber("end", symbol.End);
                    SymbolJson.Write(json, symbol);
                    json.WriteEndObject();
                });
            }
            else
            {
                Terminal.Line($"{symbol.Line,6}  {symbol.Kind,-12}  {Terminal.Safe(symbol.FullName)}{Terminal.Safe(symbol.Signature ?? "")}");
            }
        }

        return symbols.Count > 0 ? Exit.Yes : Exit.No;
    }

    private static void Write(ParseResult parsed, NamePlace place)
    {
        if (!parsed.GetValue(Json))
        {
            var what = place.Definition is { } defined ? $"{defined.Kind} {defined.FullName}{defined.Signature}" : place.At.Text;
            Terminal.Line($"{Terminal.Safe(place.At.Path)}:{place.At.Line}:{place.At.Column}: {Terminal.SafeLine(what)}");
            return;
        }

        Terminal.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("path", place.At.Path);
            json.WriteNumber("line", place.At.Line);
            json.WriteNumber("column", place.At.Column);
            json.WriteString("text", place.At.Text);
            if (place.Definition is { } symbol)
            {
                SymbolJson.Write(json, symbol);
            }

            json.WriteEndObject();
        });
    }
}
