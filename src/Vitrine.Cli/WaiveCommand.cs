using System.CommandLine;
using System.Globalization;
using Vitrine.Centre;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Cli;

/// <summary><c>vitrine screen waive</c>: a person of the vendor settles findings for a time.</summary>
internal static class WaiveCommand
{
    private static readonly Argument<string> Root = new("ROOT") { Description = "The seal's root." };
    private static readonly Option<string> Rule = new("--rule") { Description = "The finding's rule, as the screening names it.", Required = true };
    private static readonly Option<string> At = new("--at") { Description = "The finding's place, as the screening names it: PATH or PATH:LINE.", HelpName = "PLACE", Required = true };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why it is settled, for the record.", HelpName = "WHY", Required = true };
    private static readonly Option<string> Until = new("--until") { Description = $"The last day on which it counts, at most {Waivers.MostDays} days on.", HelpName = "DATE", Required = true };
    private static readonly Option<string> By = new("--by") { Description = "The account of whoever decides it: a host's.", HelpName = "NAME", Required = true };
    private static readonly Option<string> SarifIn = new("--sarif-in") { Description = "The finding is another analyser's, in this file.", HelpName = "FILE" };

    public static Command Make()
    {
        var command = new Verb(
            "waive",
            "Settle a finding for a time. It counts for the same line of the same content, wherever the file moves, and no more once the file changes.",
            "0: recorded; 1: there is no such finding, or it was refused",
            "vitrine screen waive $root --rule private-key --at tests/server.key:1 --reason 'A key for tests; it opens nothing' --until 2027-06-30 --by hanna")
        { Root, Rule, At, Reason, Until, By, SarifIn, SealKeyOptions.KeyFile, SealKeyOptions.GivenPassphrase };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var root = Roots.Seal(parsed.GetValue(Root)!);
        if (!DateOnly.TryParseExact(parsed.GetValue(Until), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until))
        {
            throw new BadInputException("--until is a day, written as 2027-06-30.");
        }

        var (path, line) = PlaceOf(parsed.GetValue(At)!);
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var seals = ClosedSeals.Of(parsed, centre, cancellationToken, root);
        using var seal = seals.Store.Open(root);
        if (!seal.Whole.Contains(path))
        {
            throw new BadInputException($"The seal has no file {Terminal.Safe(path)}.");
        }

        var found = await FindAsync(seal, path, line, parsed, cancellationToken);
        if (found.Count == 0)
        {
            Terminal.Verdict(false, $"There is no finding of {Terminal.Safe(parsed.GetValue(Rule)!)} at {Terminal.Safe(parsed.GetValue(At)!)}. See: vitrine screen {root}");
            return Exit.No;
        }

        string vendor;
        using (var views = centre.Snapshot())
        {
            vendor = SealsPart.Find(root.Value, views)?.Vendor ?? throw new ActRefusedException($"The seal {root} is not on record.");
        }

        var person = NamedPeople.Person(centre, parsed.GetValue(By)!);
        foreach (var anchor in found.Select(FindingAnchor.Of).Distinct())
        {
            await centre.RecordAsync(new FindingWaived(vendor, root.Value, parsed.GetValue(Rule)!, anchor, parsed.GetValue(Reason)!, until, person), Actor.Console, cancellationToken);
        }

        Terminal.Verdict(true, string.Create(CultureInfo.InvariantCulture, $"{found.Count:N0} {(found.Count == 1 ? "finding is" : "findings are")} waived until {until:yyyy-MM-dd}."));
        return Exit.Yes;
    }

    private static async Task<List<ScreeningFinding>> FindAsync(OpenSeal seal, string path, int? line, ParseResult parsed, CancellationToken cancellationToken)
    {
        // Rules of the whole tree need the whole tree.
        var result = Screening.Run(seal.Whole, ScreeningAudience.Both, null, ScreenCommand.Progress(), cancellationToken);
        Terminal.EndProgress();
        var findings = result.Findings.ToList();
        if (parsed.GetValue(SarifIn) is { } file)
        {
            findings.AddRange(SarifReader.Read(await ScreenCommand.ReadAsync(file, cancellationToken), seal.Whole).Findings);
        }

        return findings.FindAll(finding => finding.Path == path && finding.Rule == parsed.GetValue(Rule) && (line is null || finding.Line == line));
    }

    private static (string Path, int? Line) PlaceOf(string at)
    {
        var colon = at.LastIndexOf(':');
        return colon > 0 && int.TryParse(at.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var line) ? (at[..colon], line) : (at, null);
    }
}
