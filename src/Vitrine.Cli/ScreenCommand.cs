using System.CommandLine;
using System.Text;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Cli;

/// <summary><c>vitrine screen ROOT</c></summary>
internal static class ScreenCommand
{
    private static readonly Argument<string> Root = new("ROOT") { Description = "The seal's root." };
    private static readonly Option<string[]> Include = new("--include") { Description = "Globs that are in scope (default: all).", HelpName = "GLOB", DefaultValueFactory = _ => ["**"] };
    private static readonly Option<string[]> Exclude = new("--exclude") { Description = "Globs that are out of scope.", HelpName = "GLOB", DefaultValueFactory = _ => [] };
    private static readonly Option<bool> AsSarif = new("--sarif") { Description = "SARIF 2.1.0 on standard output, and nothing else." };

    public static Command Make()
    {
        var command = new Verb("screen", "Look for secrets, deceptive characters and binary blobs in a seal before it is shown.", "0: nothing found; 1: findings", "vitrine screen $root", "vitrine screen $root --include 'src/**' --sarif > leads.sarif") { Root, Include, Exclude, AsSarif, SealKeyOptions.KeyFile, SealKeyOptions.Passphrase };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var root = Roots.Seal(parsed.GetValue(Root)!);
        var scope = Scope.Of(parsed.GetValue(Include)!, parsed.GetValue(Exclude)!);
        using var key = SealKeyOptions.Read(parsed, isNew: false);
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var store = SealDesk.Store(centre, key is null ? [] : [key]);
        var progress = Terminal.Progress();
        var result = DisclosureDesk.Screen(store, root, scope, new Forward<SealProgress>(at => progress.Report($"Screening {at.Files:N0} of {at.FilesTotal:N0} files")), cancellationToken);
        Terminal.EndProgress();
        if (parsed.GetValue(AsSarif))
        {
            Terminal.Line(Encoding.UTF8.GetString(Sarif.Write(result, root, typeof(ScreenCommand).Assembly.GetName().Version!.ToString(3))).TrimEnd());
            return result.Findings.Count == 0 ? Exit.Yes : Exit.No;
        }

        foreach (var finding in result.Findings)
        {
            Terminal.Line($"{finding.Severity.ToString().ToLowerInvariant(),-7} {finding.Rule,-26} {Terminal.Safe(finding.Path)}{(finding.Line is { } line ? $":{line}" : "")}  {Terminal.Safe(finding.Message)}");
        }

        Terminal.Verdict(result.Findings.Count == 0, $"{result.Findings.Count:N0} findings in {result.Files:N0} files, {result.Bytes:N0} bytes{(result.Partial ? "; the list was cut" : "")}.");
        return result.Findings.Count == 0 ? Exit.Yes : Exit.No;
    }
}
