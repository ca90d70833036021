using System.CommandLine;
using System.Text.Json;
using Vitrine.Seals;

namespace Vitrine.Cli;

/// <summary><c>vitrine diff OLDER NEWER</c></summary>
internal static class DiffCommand
{
    private const int MostCalls = 8;

    private static readonly Argument<string> Older = new("OLDER") { Description = "The older seal's root." };
    private static readonly Argument<string> Newer = new("NEWER") { Description = "The newer seal's root." };
    private static readonly Option<string[]> Include = new("--include") { Description = "Globs that are in scope (default: all).", HelpName = "GLOB", DefaultValueFactory = _ => ["**"] };
    private static readonly Option<string[]> Exclude = new("--exclude") { Description = "Globs that are out of scope.", HelpName = "GLOB", DefaultValueFactory = _ => [] };
    private static readonly Option<string> File = new("--file") { Description = "Show the lines of this file that differ.", HelpName = "PATH" };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object: older, newer, same, summary, files[]: path, kind, from, added, removed, moved, rank, reasons[], functions." };

    public static Command Make()
    {
        var command = new Verb(
            "diff",
            "Say what changed from one seal to another, in the order in which it is best read.",
            "0: nothing; 1: something",
            "vitrine diff $older $newer",
            "vitrine diff $older $newer --file src/update.c")
        {
            Older, Newer, Include, Exclude, File, Json, SealKeyOptions.KeyFile, SealKeyOptions.GivenPassphrase,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (before, now) = (Roots.Seal(parsed.GetValue(Older)!), Roots.Seal(parsed.GetValue(Newer)!));
        var scope = Scope.Of(parsed.GetValue(Include)!, parsed.GetValue(Exclude)!);
        if (parsed.GetValue(File) is not null && parsed.GetValue(Json))
        {
            throw new BadInputException("--file shows lines for a person, --json what a program reads of all files: give one of them.");
        }

        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var seals = ClosedSeals.Of(parsed, centre, cancellationToken, before, now);
        using var pair = await SealPair.OpenAsync(seals.Store, before, now);
        var (older, newer) = (pair.Older, pair.Newer);
        if (older.In(scope).Files.IsEmpty && newer.In(scope).Files.IsEmpty)
        {
            Terminal.Error("Neither seal has a file in this scope. See --include and --exclude.");
            return Exit.No;
        }

        if (parsed.GetValue(File) is { } path)
        {
            return Lines(older.In(scope), newer.In(scope), path, cancellationToken);
        }

        var progress = Terminal.Progress();
        var changes = TreeDiff.Of(older.In(scope), newer.In(scope), new Forward<SealProgress>(at => progress.Report($"Comparing {at.Files:N0} of {at.FilesTotal:N0} files that changed")), cancellationToken);
        Terminal.EndProgress();
        if (parsed.GetValue(Json))
        {
            Terminal.Json(json => Write(json, changes));
        }
        else
        {
            Tell(changes);
        }

        foreach (var unread in changes.Unread)
        {
            Terminal.Error($"{Terminal.Safe(unread)} could not be read.");
        }

        return changes.AreSame ? Exit.Yes : Exit.No;
    }

    private static void Tell(TreeChanges changes)
    {
        foreach (var file in changes.Files)
        {
            var lines = file.AddedLines + file.RemovedLines > 0 ? $"  +{file.AddedLines:N0} -{file.RemovedLines:N0}{(file.MovedLines > 0 ? $" ({file.MovedLines:N0} moved)" : "")}" : "";
            Terminal.Line($"{file.Kind.ToString().ToLowerInvariant(),-8} {Terminal.Safe(file.Path)}{(file.From is { } from ? $" from {Terminal.Safe(from)}" : "")}{lines}  {Terminal.Safe(string.Join("; ", file.Reasons))}");
            if (FunctionSummary.Of([file.Functions]) is { } functions)
            {
                Terminal.Line($"         {Terminal.Safe(functions)}");
            }

            foreach (var call in file.Functions.Gained.Take(MostCalls))
            {
                Terminal.Line($"         {Terminal.Safe(call.Function)} calls {Terminal.Safe(call.Call)} now: {call.Why}");
            }
        }

        var kinds = string.Join(", ", changes.Files.CountBy(file => file.Kind).OrderBy(kind => kind.Key).Select(kind => $"{kind.Value:N0} {kind.Key.ToString().ToLowerInvariant()}"));
        Terminal.Verdict(changes.AreSame, changes.AreSame
            ? "Both seals hold the same."
            : $"{kinds}; {changes.Same.Files:N0} of {changes.Total.Files:N0} files and {changes.Same.Lines:N0} of {changes.Total.Lines:N0} lines have a content that the older seal has.");
        if (FunctionSummary.Of(changes.Files.Select(file => file.Functions)) is { } summary)
        {
            Terminal.Line(Terminal.Safe(summary));
        }

        if (!changes.HasFunctions && !changes.AreSame)
        {
            Terminal.Remark("Functions were not looked at: install universal-ctags.");
        }
    }

    /// <summary>What differs in one file: <c>-</c> went, <c>+</c> came, <c>&lt;</c> and <c>&gt;</c> the same of lines that moved within it.</summary>
    private static int Lines(ScopedSeal older, ScopedSeal newer, string path, CancellationToken cancellationToken)
    {
        // A file that neither has is asked of the newer one, which says so.
        var was = TreeDiff.Before(older, newer, path, cancellationToken);
        var now = newer.Contains(path) || was is null ? newer.File(path) : null;
        if (was is not null && now is not null && was.Path != now.Path)
        {
            Terminal.Line($"from {Terminal.Safe(was.Path)}");
        }

        if (was is not null && now is not null && was.Mode != now.Mode)
        {
            Terminal.Line($"mode {Octal(was.Mode)}, now {Octal(now.Mode)}");
        }

        var isSame = was is not null && now is not null && (was.Path, was.Mode, was.Digest) == (now.Path, now.Mode, now.Digest);
        if (was?.Text == TextKind.Binary || now?.Text == TextKind.Binary)
        {
            Terminal.Line(was?.Digest == now?.Digest ? "no text, and the same" : $"no text: {Bytes(was)}, now {Bytes(now)}");
            return isSame ? Exit.Yes : Exit.No;
        }

        var (before, after) = (was is null ? new SealText(default) : older.Text(was.Path), now is null ? new SealText(default) : newer.Text(path));
        foreach (var run in FileDiff.Of(before, after).Runs)
        {
            if (run.BeginsPlace)
            {
                Terminal.Line($"@@ line {(run.NewLine > 0 ? run.NewLine : run.OldLine):N0} @@");
            }

            var (text, first) = run.NewLine > 0 ? (after, run.NewLine) : (before, run.OldLine);
            for (var number = first; number < first + run.Count; number++)
            {
                Terminal.Line($"{Mark(run.Mark)}{Terminal.SafeLine(text.Line(number))}{(run.Mark == DiffMark.Same ? "" : End(text, number))}");
            }
        }

        return isSame ? Exit.Yes : Exit.No;
    }

    /// <summary>How a line ends, where that is not a line feed alone: two lines may differ in that alone.</summary>
    private static string End(SealText text, int number)
    {
        var line = text.Bytes.Span[text.LineStart(number)..text.LineStart(number + 1)];
        return line.EndsWith("\r\n"u8) ? Terminal.Safe("\r") : line.EndsWith("\n"u8) ? "" : "\n\\ no line feed at the end";
    }

    private static string Octal(SealedMode mode) => System.Text.Encoding.ASCII.GetString(mode.Octal());

    private static string Bytes(SealedFile? file) => file is null ? "nothing" : $"{file.Size:N0} bytes";

    private static char Mark(DiffMark mark) => mark switch
    {
        DiffMark.Gone => '-',
        DiffMark.Come => '+',
        DiffMark.MovedAway => '<',
        DiffMark.MovedHere => '>',
        _ => ' ',
    };

    private static void Write(Utf8JsonWriter json, TreeChanges changes)
    {
        json.WriteStartObject();
        json.WriteString("older", changes.Older.ToString());
        json.WriteString("newer", changes.Newer.ToString());
        json.WriteStartObject("same");
        json.WriteNumber("files", changes.Same.Files);
        json.WriteNumber("lines", changes.Same.Lines);
        json.WriteNumber("filesTotal", changes.Total.Files);
        json.WriteNumber("linesTotal", changes.Total.Lines);
        json.WriteEndObject();
        json.WriteBoolean("functionsRead", changes.HasFunctions);
        json.WriteString("summary", FunctionSummary.Of(changes.Files.Select(file => file.Functions)));
        FileChangeJson.WriteFiles(json, changes.Files);
        json.WriteEndObject();
    }
}
