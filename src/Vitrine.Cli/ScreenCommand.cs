using System.Collections.Frozen;
using System.CommandLine;
using System.Text;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Cli;

/// <summary><c>vitrine screen ROOT</c> and its inventories.</summary>
internal static class ScreenCommand
{
    private static readonly Argument<string> Root = new("ROOT") { Description = "The seal's root." };
    private static readonly Option<string[]> Include = new("--include") { Description = "Globs that are in scope (default: all).", HelpName = "GLOB", DefaultValueFactory = _ => ["**"] };
    private static readonly Option<string[]> Exclude = new("--exclude") { Description = "Globs that are out of scope.", HelpName = "GLOB", DefaultValueFactory = _ => [] };
    private static readonly Option<bool> Leads = new("--leads") { Description = "What a reviewer would look at first, instead of what a host settles before disclosure." };
    private static readonly Option<bool> AsSarif = new("--sarif") { Description = "SARIF 2.1.0 on standard output, and nothing else." };
    private static readonly Option<string> SarifIn = new("--sarif-in") { Description = "Add what another analyser found.", HelpName = "FILE" };
    private static readonly Option<bool> AsCbom = new("--cbom") { Description = "The cryptography in use as CycloneDX 1.6 on standard output, and nothing else." };
    private static readonly Option<bool> Licences = new("--licences") { Description = "The licences of the files, instead of findings." };
    private static readonly Option<bool> AsJson = new("--json") { Description = "With --licences: JSON on standard output, and nothing else." };
    private static readonly Option<string> Repository = new("--repository") { Description = "What the seal of a release has and this seal of its repository lacks or has otherwise, instead of findings.", HelpName = "ROOT" };

    private static readonly string Version = typeof(ScreenCommand).Assembly.GetName().Version!.ToString(3);

    public static Command Make()
    {
        var command = new Verb(
            "screen",
            "Look for what should be settled before a seal is shown, and for leads; take stock of cryptography and licences; compare a release with its repository.",
            "0: nothing found, or all of it waived; 1: findings",
            "vitrine screen $root",
            "vitrine screen $root --leads --include 'src/**' --sarif > leads.sarif",
            "vitrine screen $root --cbom > cbom.json",
            "vitrine screen $release --repository $root")
        { Root, Include, Exclude, Leads, AsSarif, SarifIn, AsCbom, Licences, AsJson, Repository, SealKeyOptions.KeyFile, SealKeyOptions.GivenPassphrase };
        command.Add(WaiveCommand.Make());
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var root = Roots.Seal(parsed.GetValue(Root)!);
        SealRoot? repository = parsed.GetValue(Repository) is { } other ? Roots.Seal(other) : null;
        CheckTogether(parsed);
        await using var centre = await CentreOption.OpenAsync(parsed, cancellationToken);
        using var seals = ClosedSeals.Of(parsed, centre, cancellationToken, [root, .. repository is { } second ? [second] : Array.Empty<SealRoot>()]);
        using var seal = seals.Store.Open(root);
        var tree = seal.In(Scope.Of(parsed.GetValue(Include)!, parsed.GetValue(Exclude)!));
        if (tree.Files.IsEmpty)
        {
            Terminal.Error("The seal has no file in this scope, so nothing was looked at. See --include and --exclude.");
            return Exit.No;
        }

        return parsed.GetValue(AsCbom) ? Cryptography(tree, cancellationToken)
            : parsed.GetValue(Licences) ? Licence(tree, parsed.GetValue(AsJson), cancellationToken)
            : repository is { } compared ? Compare(tree, seals.Store, compared, parsed)
            : await FindAsync(parsed, centre, tree, cancellationToken);
    }

    private static void CheckTogether(ParseResult parsed)
    {
        var modes = (parsed.GetValue(AsCbom) ? 1 : 0) + (parsed.GetValue(Licences) ? 1 : 0) + (parsed.GetValue(Repository) is null ? 0 : 1);
        if (modes > 1 || (modes == 1 && (parsed.GetValue(Leads) || parsed.GetValue(AsSarif) || parsed.GetValue(SarifIn) is not null)))
        {
            throw new BadInputException("--cbom, --licences and --repository each stand alone, and without --leads, --sarif and --sarif-in. Run the command once for each.");
        }

        if (parsed.GetValue(AsJson) && !parsed.GetValue(Licences))
        {
            throw new BadInputException("--json goes with --licences. For findings there is --sarif; --cbom is JSON as it is.");
        }
    }

    private static async Task<int> FindAsync(ParseResult parsed, OpenCentre centre, ScopedSeal tree, CancellationToken cancellationToken)
    {
        var audience = parsed.GetValue(Leads) ? ScreeningAudience.Reviewer : ScreeningAudience.Host;
        var result = Screening.Run(tree, audience, null, Progress(), cancellationToken);
        Terminal.EndProgress();
        ImportedFindings? imported = null;
        if (parsed.GetValue(SarifIn) is { } file)
        {
            imported = SarifReader.Read(await ReadAsync(file, cancellationToken), tree);
            result = Screening.Merge(result, imported.Findings);
        }

        var waivers = WaiversOf(centre, tree.Root);
        var open = result.Findings.Count(finding => !waivers.ContainsKey(FindingAnchor.Of(finding)));
        var unread = result.Cuts.Count(cut => cut.Reason == ScreeningCutReason.Unread);
        var answer = open + unread == 0 ? Exit.Yes : Exit.No;
        if (parsed.GetValue(AsSarif))
        {
            Terminal.Line(Encoding.UTF8.GetString(Sarif.Write(result, tree.Root, Version, waivers)).TrimEnd());
            return answer;
        }

        foreach (var finding in result.Findings)
        {
            var waiver = waivers.GetValueOrDefault(FindingAnchor.Of(finding));
            Terminal.Line(
                $"{(waiver is null ? finding.Severity.ToString().ToLowerInvariant() : "waived"),-7} {finding.Rule,-26} {Terminal.Safe(finding.Path)}{(finding.Line is { } line ? $":{line}" : "")}  {Terminal.Safe(finding.Message)}"
                + (waiver is null ? "" : $" [until {waiver.Until:yyyy-MM-dd}, {Terminal.Safe(waiver.By)}: {Terminal.Safe(waiver.Reason)}]"));
        }

        if (imported is not null)
        {
            Terminal.Fact("taken in", $"{imported.Findings.Count:N0} of {Terminal.Safe(string.Join(", ", imported.Tools))}; {imported.Outside:N0} out of scope, {imported.Unplaced:N0} without a file, {imported.Suppressed:N0} suppressed");
        }

        foreach (var cut in result.Cuts)
        {
            Terminal.Error(cut.Path is { } path ? $"{Terminal.Safe(path)}: {cut.What}" : cut.What);
        }

        var waived = result.Findings.Count - open;
        Terminal.Verdict(open + unread == 0, $"{open:N0} {(open == 1 ? "finding" : "findings")}{(waived > 0 ? $", and {waived:N0} waived," : "")} in {result.Files:N0} files, {result.Bytes:N0} bytes{(unread > 0 ? $"; {unread:N0} {(unread == 1 ? "file" : "files")} could not be read" : result.Partial ? "; something was left out" : "")}.");
        return answer;
    }

    /// <summary>What counts today for the seal's vendor.</summary>
    private static FrozenDictionary<Digest, FindingWaiver> WaiversOf(OpenCentre centre, SealRoot root)
    {
        using var views = centre.Snapshot();
        return SealsPart.Find(root.Value, views) is { } seal
            ? Waivers.At(seal.Vendor, centre.Time.GetUtcNow(), person => Accounts.NameOf(person, centre), views)
            : FrozenDictionary<Digest, FindingWaiver>.Empty;
    }

    /// <summary>What another analyser wrote.</summary>
    internal static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var length = new FileInfo(file) is { Exists: true } found ? found.Length : throw new BadInputException($"There is no file {Terminal.Safe(file)}.");
        return length <= SarifReader.MaxBytes
            ? await File.ReadAllBytesAsync(file, cancellationToken)
            : throw new BadInputException($"{Terminal.Safe(file)} has {length:N0} bytes; at most {SarifReader.MaxBytes:N0} are read. Split it by tool or folder.");
    }

    private static int Cryptography(ScopedSeal tree, CancellationToken cancellationToken)
    {
        var assets = CryptoInventory.Take(tree, Progress(), cancellationToken);
        Terminal.EndProgress();
        Terminal.Line(Encoding.UTF8.GetString(Cbom.Write(assets, tree.Root, Version)).TrimEnd());
        return Exit.Yes;
    }

    private static int Licence(ScopedSeal tree, bool asJson, CancellationToken cancellationToken)
    {
        var list = LicenceInventory.Take(tree, Progress(), cancellationToken);
        Terminal.EndProgress();
        if (asJson)
        {
            Terminal.Line(Encoding.UTF8.GetString(list.Json()));
            return Exit.Yes;
        }

        Terminal.Line($"{"stated",8} {"by text",8}  licence");
        foreach (var entry in list.Licences)
        {
            Terminal.Line($"{entry.Stated,8:N0} {entry.Texts,8:N0}  {Terminal.Safe(entry.Licence)}  ({Terminal.Safe(entry.Places[0].Path)}{(entry.Stated + entry.Texts > 1 ? ", …" : "")})");
        }

        foreach (var question in list.Questions)
        {
            Terminal.Line($"ask: {question.Question} {string.Join(", ", question.Licences.Select(Terminal.Safe))}. {question.Reason}");
        }

        Terminal.Line($"{list.Without:N0} files of code state none that is recognised, of {list.Files:N0} files.");
        return Exit.Yes;
    }

    private static int Compare(ScopedSeal release, SealStore store, SealRoot root, ParseResult parsed)
    {
        using var seal = store.Open(root);
        var found = ReleaseComparison.Compare(release, seal.In(Scope.Of(["**"], parsed.GetValue(Exclude)!)));
        foreach (var one in found.Differences)
        {
            Terminal.Line($"{one.Severity.ToString().ToLowerInvariant(),-7} {(one.Kind == ReleaseDifferenceKind.Added ? "added" : "changed"),-8} {Terminal.Safe(one.Path)}  {one.Reason}");
        }

        Terminal.Verdict(found.Differences.IsEmpty, $"{found.Differences.Length:N0} files of the release are not the repository's, {found.Same:N0} are; {found.Missing:N0} of the repository are not in it.");
        return found.Differences.IsEmpty ? Exit.Yes : Exit.No;
    }

    internal static Forward<SealProgress> Progress()
    {
        var progress = Terminal.Progress();
        return new Forward<SealProgress>(at => progress.Report($"Screening {at.Files:N0} of {at.FilesTotal:N0} files"));
    }
}
