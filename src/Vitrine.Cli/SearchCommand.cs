using System.CommandLine;
using Vitrine.Seals;

namespace Vitrine.Cli;

/// <summary><c>vitrine search ROOT PATTERN</c></summary>
internal static class SearchCommand
{
    /// <summary>A person who waits can press ^C; a script must not get half an answer.</summary>
    private static readonly TimeSpan LongestSearch = TimeSpan.FromHours(1);

    private static readonly Argument<string> Root = new("ROOT") { Description = "The seal's root." };
    private static readonly Argument<string> Pattern = new("PATTERN") { Description = "Literal text, or a regular expression with --regex. Put -- before one that begins with a hyphen." };
    private static readonly Option<bool> Regex = new("--regex") { Description = "The pattern is a regular expression." };
    private static readonly Option<bool> IgnoreCase = new("-i") { Description = "Ignore case." };
    private static readonly Option<string> PathGlob = new("--path") { Description = "Only in these paths, such as 'src/**' or '**/*.cs'.", HelpName = "GLOB" };
    private static readonly Option<string> Lang = new("--lang") { Description = "Only in this language: its name or an extension, such as C# or cs.", HelpName = "L" };
    private static readonly Option<bool> Count = new("--count") { Description = "Print the number of matching lines and nothing else." };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object a line for each match: path, line, column (in bytes, from 1), text." };

    public static Command Make()
    {
        var command = new Verb(
            "search",
            "Search every file of a seal, line by line; nothing is written to disk.",
            "0: found; 1: not found",
            "vitrine search $root 'memcpy('",
            "vitrine search $root -i --regex 'TODO|FIXME' --path 'src/**' --lang C#",
            "vitrine search $root --count -- --force")
        {
            Root, Pattern, Regex, IgnoreCase, PathGlob, Lang, Count, Json, SealKeyOptions.KeyFile, SealKeyOptions.Passphrase,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var root = Roots.Seal(parsed.GetValue(Root)!);
        var query = new SearchQuery
        {
            Pattern = parsed.GetValue(Pattern)!,
            IsRegex = parsed.GetValue(Regex),
            IgnoreCase = parsed.GetValue(IgnoreCase),
            PathGlob = parsed.GetValue(PathGlob),
            Language = parsed.GetValue(Lang),
            Budget = LongestSearch,
        };
        var search = SealSearch.For(query, TimeProvider.System);
        using var key = SealKeyOptions.Read(parsed, isNew: false);
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var store = SealDesk.Store(centre, key is null ? [] : [key]);
        using var seal = store.Open(root);
        var summary = search.Run(seal.Whole, parsed.GetValue(Count) ? null : parsed.GetValue(Json) ? WriteJson : WriteText, cancellationToken);
        if (parsed.GetValue(Count))
        {
            Terminal.Line(summary.MatchingLines.ToString());
        }

        foreach (var path in summary.Unread)
        {
            Terminal.Error($"{Terminal.Safe(path)} could not be read.");
        }

        if (summary.IsPartial || !(parsed.GetValue(Count) || parsed.GetValue(Json)))
        {
            Terminal.Remark($"{(summary.IsPartial ? "partial: " : "")}searched {summary.FilesSearched:N0} of {summary.FilesTotal:N0} files, {summary.BytesSearched:N0} bytes; {summary.MatchingLines:N0} lines match");
        }

        return summary.MatchingLines > 0 ? Exit.Yes : Exit.No;
    }

    private static bool WriteText(SearchMatch match)
    {
        Terminal.Line($"{Terminal.Safe(match.Path)}:{match.Line}:{match.Column}: {Terminal.Safe(match.Text)}");
        return true;
    }

    private static bool WriteJson(SearchMatch match)
    {
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
