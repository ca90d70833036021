using System.CommandLine;
using Vitrine.Seals;

namespace Vitrine.Cli;

/// <summary><c>vitrine search ROOT PATTERN</c></summary>
internal static class SearchCommand
{
    /// <summary>A person who waits can press ^C; a script must not get half an answer.</summary>
    private static readonly TimeSpan LongestSearch = TimeSpan.FromHours(1);

    /// <summary>Of matches that are not printed yet.</summary>
    private const long MostMemory = 2L << 30;

    private static readonly Argument<string> Root = new("ROOT") { Description = "The seal's root." };
    private static readonly Argument<string> Pattern = new("PATTERN") { Description = "Literal text, or a regular expression with --regex. Put -- before one that begins with a hyphen." };
    private static readonly Option<bool> Regex = new("--regex") { Description = "The pattern is a regular expression." };
    private static readonly Option<bool> IgnoreCase = new("-i") { Description = "Ignore case." };
    private static readonly Option<bool> Word = new("--word") { Description = "Only whole words." };
    private static readonly Option<string[]> Paths = new("--path") { Description = "Only in these paths, such as 'src/**' or '**/*.cs'; with ! in front, not in these.", HelpName = "GLOB" };
    private static readonly Option<PathCaseRule> PathCase = Inputs.Word<PathCaseRule>("--path-case", "Whether case counts in paths (default: match):");
    private static readonly Option<string> Lang = new("--lang") { Description = "Only in this language: its name or an extension, such as C# or cs.", HelpName = "L" };
    private static readonly Option<bool> Names = new("--files") { Description = "Match the paths of files, not their lines." };
    private static readonly Option<bool> Unranked = new("--unranked") { Description = "With --limit or --files: in the order of paths, not best first." };
    private static readonly Option<int?> Limit = Inputs.Number("--limit", "Only so many matches, best first.", 1, SearchPages.MostLines);
    private static readonly Option<int?> Page = Inputs.Number("--page", "With --limit: which page of so many matches, from 1.", 1, int.MaxValue);
    private static readonly Option<bool> Count = new("--count") { Description = "Print the number of matching lines (with --files, of files) and nothing else." };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object a line for each match: path, line, column (in bytes, from 1), text; with --files: path." };

    private enum PathCaseRule
    {
        Match,
        Ignore,
    }

    public static Command Make()
    {
        var command = new Verb(
            "search",
            "Search every file of a seal, line by line; nothing is written to disk.",
            "0: found; 1: not found, or not everything could be searched",
            "vitrine search $root 'memcpy('",
            "vitrine search $root -i --regex 'TODO|FIXME' --path 'src/**' --path '!**/test/**' --lang C#",
            "vitrine search $root parse --word --limit 20",
            "vitrine search $root --files Makefile",
            "vitrine search $root --count -- --force")
        {
            Root, Pattern, Regex, IgnoreCase, Word, Paths, PathCase, Lang, Names, Unranked, Limit, Page, Count, Json, SealKeyOptions.KeyFile, SealKeyOptions.GivenPassphrase,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (limit, page) = (parsed.GetValue(Limit), parsed.GetValue(Page) ?? 1);
        if (parsed.GetValue(Page) is not null && limit is null)
        {
            throw new BadInputException("--page needs --limit, which says how many matches a page has.");
        }

        var root = Roots.Seal(parsed.GetValue(Root)!);
        var names = parsed.GetValue(Names);
        var ignorePathCase = parsed.GetValue(PathCase) == PathCaseRule.Ignore;
        var query = new SearchQuery
        {
            Pattern = parsed.GetValue(Pattern)!,
            IsRegex = parsed.GetValue(Regex),
            IgnoreCase = names ? ignorePathCase || parsed.GetValue(IgnoreCase) : parsed.GetValue(IgnoreCase),
            WholeWord = parsed.GetValue(Word),
            Paths = parsed.GetValue(Paths) ?? [],
            IgnorePathCase = ignorePathCase,
            Language = parsed.GetValue(Lang),
            Budget = LongestSearch,
            Memory = MostMemory,
        };
        var search = SealSearch.For(query, TimeProvider.System);
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var seals = ClosedSeals.Of(parsed, centre, cancellationToken, root);
        using var seal = seals.Store.Open(root);
        if (names)
        {
            return Files(parsed, search.Names(seal.Whole, !parsed.GetValue(Unranked), cancellationToken), seal.Whole.Files.Length, limit, page);
        }

        var by = "";
        if (search.AsksIndex)
        {
            seal.Whole.LoadIndex();
            var without = seal.Whole.UnindexedFiles;
            by = seal.Whole.IndexBytes == 0 ? ", without an index" : without == 0 ? ", with an index" : $", with an index ({without:N0} files have none)";
        }

        if (limit is null || parsed.GetValue(Count))
        {
            return Lines(parsed, search.Run(seal.Whole, parsed.GetValue(Count) ? null : match => Write(parsed, match), cancellationToken), by);
        }

        var pages = new SearchPages(query, seal.Whole, !parsed.GetValue(Unranked), TimeProvider.System);
        var skip = (int)Math.Min(int.MaxValue, (page - 1L) * limit.Value);
        foreach (var match in pages.Page(skip, limit.Value, cancellationToken).Matches)
        {
            Write(parsed, match);
        }

        return Lines(parsed, pages.Count(cancellationToken), by);
    }

    /// <summary>Says how far it looked. A number that is not all is not printed as one.</summary>
    private static int Lines(ParseResult parsed, SearchSummary summary, string by)
    {
        foreach (var path in summary.Unread)
        {
            Terminal.Error($"{Terminal.Safe(path)} could not be read.");
        }

        if (parsed.GetValue(Count) && !summary.IsPartial)
        {
            Terminal.Line(summary.MatchingLines.ToString());
        }

        if (summary.IsPartial || !(parsed.GetValue(Count) || parsed.GetValue(Json)))
        {
            Terminal.Remark($"{(summary.IsPartial ? "partial: " : "")}searched {summary.FilesSearched:N0} of {summary.FilesTotal:N0} files, {summary.BytesSearched:N0} bytes{by}; {(summary.IsPartial ? "at least " : "")}{(summary.MatchingLines == 1 ? "1 line matches" : $"{summary.MatchingLines:N0} lines match")}");
        }

        return summary.MatchingLines > 0 && !summary.IsPartial ? Exit.Yes : Exit.No;
    }

    private static int Files(ParseResult parsed, IReadOnlyList<string> paths, int total, int? limit, int page)
    {
        if (parsed.GetValue(Count))
        {
            Terminal.Line(paths.Count.ToString());
            return paths.Count > 0 ? Exit.Yes : Exit.No;
        }

        foreach (var path in limit is { } most ? paths.Skip((int)Math.Min(int.MaxValue, (page - 1L) * most)).Take(most) : paths)
        {
            if (parsed.GetValue(Json))
            {
                Terminal.Json(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("path", path);
                    json.WriteEndObject();
                });
            }
            else
            {
                Terminal.Line(Terminal.Safe(path));
            }
        }

        if (!parsed.GetValue(Json))
        {
            Terminal.Remark($"{paths.Count:N0} of {total:N0} paths match");
        }

        return paths.Count > 0 ? Exit.Yes : Exit.No;
    }

    private static bool Write(ParseResult parsed, SearchMatch match)
    {
        if (!parsed.GetValue(Json))
        {
            Terminal.Line($"{Terminal.Safe(match.Path)}:{match.Line}:{match.Column}: {Terminal.SafeLine(match.Text)}");
            return true;
        }

        Terminal.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("path", match.Path);
            json.WriteNumber("line", match.Line);
            json.WriteNumber("column", match.Column);
            json.WriteString("text", match.Text);
            json.WriteEndObject();
        });
        return true;
    }
}
