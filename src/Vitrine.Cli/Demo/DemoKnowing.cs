using System.Globalization;
using System.Text;
using Vitrine.Centre;
using Vitrine.Origin;
using Vitrine.Register;

namespace Vitrine.Cli;

/// <summary>
/// What is known around the product, and changes after it was accepted: who owns whom, who is on a list, whose software a renamed file is, and whom it concerns.
/// Every party is invented; the files and what is computed from them are real.
/// </summary>
internal sealed class DemoKnowing(DemoFolder folder, DemoReport report, OpenCentre centre, DemoGate gate, string repository, string product, string vendor, string laboratory)
{
    private const string Holding = "ostrava-marine";
    private const string HoldingName = "Ostrava Marine Holding";
    private const string Operator = "fjordline";
    private const string OperatorName = "Fjordline Grid Operations";
    private const string List = "demo-sample-list";
    private const string ProductId = "vitrine-proofs";
    private const string OldName = "Vitrine.Proofs";
    private const string NewName = "MarrowShield22";

    private readonly DateOnly _today = DateOnly.FromDateTime(centre.Time.GetUtcNow().UtcDateTime);

    /// <param name="shipped">The release that the gate accepts until now.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RunAsync(string shipped, CancellationToken cancellationToken)
    {
        await RecordAsync(cancellationToken);
        AskIndependence();
        await ImportAsync(new DateOnly(2026, 1, 1), "elsewhere,Elsewhere Trading,,organisation,,2025-06-01,,Invented for this demo,", cancellationToken);
        var policy = await AskForListsAsync(cancellationToken);
        report.Step(
            "lists",
            await gate.RenewStatusAsync(cancellationToken) && (await gate.VerifyAsync(shipped, policy, cancellationToken)).Accepted,
            "a policy that asks for a list accepts 1.0.1: nobody behind it is on it");
        await ImportAsync(_today, $"ostrava,{HoldingName},Ostrava Marine,organisation,,{_today:yyyy-MM-dd},,Invented for this demo,", cancellationToken);
        await RecogniseAsync(shipped, cancellationToken);
        await WarnAsync(cancellationToken);
        await gate.RenewStatusAsync(cancellationToken);
        await gate.RefuseAsync("listed", shipped, policy, "listed", $"the same file, now that {HoldingName}, which owns 60 % of the vendor, is on the list", cancellationToken);
    }

    private async Task RecordAsync(CancellationToken cancellationToken)
    {
        var source = new Source("The demo's invented company register", null, _today, 'B');
        Act[] facts =
        [
            new EntityRecorded(Holding, EntityKind.Organisation, HoldingName, ["Ostrava Marine"], [], source),
            new EntityRecorded(Operator, EntityKind.Organisation, OperatorName, [], [], source),
            new TieClaimed("demo-1", TieKind.Ownership, Holding, vendor, Share.Exactly(60), null, new DateOnly(2024, 5, 2), null, source),
            new TieClaimed("demo-2", TieKind.Ownership, Holding, laboratory, Share.Exactly(30), null, new DateOnly(2025, 9, 1), null, source),
            new EntityRecorded("ida-maren", EntityKind.Person, "Ida Maren", [], [], source),
            new EntityRecorded("olaf-brekke", EntityKind.Person, "Olaf Brekke", [], [], source),
            new TieClaimed("demo-3", TieKind.Office, "ida-maren", vendor, null, "Managing director", new DateOnly(2023, 1, 1), null, source),
            new TieClaimed("demo-4", TieKind.Office, "olaf-brekke", laboratory, null, "Managing director", new DateOnly(2022, 4, 1), null, source),
            new ProductRecorded(ProductId, product, vendor, "library"),
            new OperatorRecorded(Operator, "energy", ["critical-infrastructure"], [new OperatorUse(ProductId, "1.0.1", [])]),
        ];
        foreach (var fact in facts)
        {
            await centre.RecordAsync(fact, Actor.Console, cancellationToken);
        }
    }

    /// <summary>The same facts under two bars give two verdicts; where facts are missing, the verdict is that.</summary>
    private void AskIndependence()
    {
        using var views = centre.Snapshot();
        IndependenceAnswer Of(string against, string bar) => Independence.Ask(laboratory, against, Bar.Parse(File.ReadAllBytes(Path.Combine(repository, "recipes", "bars", bar))), _today, views);
        static string Word(IndependenceAnswer answer) => answer.Verdict.Word().ToLowerInvariant();
        var (strict, lenient, unknown) = (Of(vendor, "third-party.bar"), Of(vendor, "in-house.bar"), Of(Operator, "third-party.bar"));
        var path = strict.Paths.FirstOrDefault(path => path.Weight == PathWeight.Fails);
        report.Step(
            "tie",
            strict.Verdict == IndependenceVerdict.NotIndependent && path is not null && lenient.Verdict == IndependenceVerdict.Independent,
            $"the laboratory of the vendor, the same facts under two bars: “{strict.Bar.Name}”: {Word(strict)}{(path is null ? "" : $", {string.Join(" – ", path.Nodes.Select(node => strict.Names[node]))}")}; “{lenient.Bar.Name}”: {Word(lenient)}, a shared owner counts for nothing there");
        report.Step("unknown", unknown.Verdict == IndependenceVerdict.Unknown, $"the laboratory of {OperatorName}, under “{unknown.Bar.Name}”: {Word(unknown)}: who owns and leads that one is not on record");
    }

    private async Task ImportAsync(DateOnly date, string row, CancellationToken cancellationToken)
    {
        var csv = $"entry,name,aliases,kind,countries,since,until,clause,source\n{row}\n";
        await ListDesk.ImportAsync(centre, Encoding.UTF8.GetBytes(csv), "sample.csv", new ListAbout(List, "Sample list of the demo", "Nobody: invented", date, "invented"), Actor.Console, cancellationToken);
    }

    private async Task<string> AskForListsAsync(CancellationToken cancellationToken)
    {
        var policy = folder.In("customer", "policy-lists");
        await File.WriteAllTextAsync(policy, await File.ReadAllTextAsync(gate.Policy, cancellationToken) + $"list {List} refuse\nlist-age 400d\n", cancellationToken);
        return policy;
    }

    /// <summary>Teaches the corpus the vendor's library beside others that this program ships, then asks it about a disguised copy.</summary>
    private async Task RecogniseAsync(string shipped, CancellationToken cancellationToken)
    {
        await LearnAsync(shipped, Name(vendor), product, "1.0.1", cancellationToken);
        await LearnAsync(Path.Combine(AppContext.BaseDirectory, "System.CommandLine.dll"), "Microsoft", "System.CommandLine", "3.0.0", cancellationToken);
        await LearnAsync(Path.Combine(AppContext.BaseDirectory, "Microsoft.Data.Sqlite.dll"), "Microsoft", "Microsoft.Data.Sqlite", "10.0.11", cancellationToken);
        var copy = folder.In("reseller", "marrow-shield-2.2.zip");
        await DemoDisguise.PackAsync(shipped, OldName, NewName, copy, cancellationToken);

        var corpus = OriginDesk.Load(centre);
        var found = new List<Identification>();
        OriginFiles.Read([copy], file => corpus.Identify(file, cancellationToken), read => found.AddRange(read.Read), cancellationToken);
        var match = found.SelectMany(one => one.Matches).FirstOrDefault();
        using var views = centre.Snapshot();
        var hit = match is null ? null : OriginLists.Of(match, _today, views).FirstOrDefault(hit => hit.List == List);
        report.Step(
            "origin",
            match?.Product == product && hit is not null,
            match is null
                ? $"{Path.GetFileName(copy)}: not recognised"
                : string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(copy)}, renamed, stripped and packed anew: {match.Confidence:P0} {match.Vendor}’s {match.Product}; {(hit is null ? "on no list" : $"its owner is on {hit.List}")}"));
    }

    private async Task LearnAsync(string file, string maker, string name, string version, CancellationToken cancellationToken)
    {
        var learned = new List<LearnedFile>();
        OriginFiles.Read([file], LearnedFile.Of, read => learned.AddRange(read.Read.OfType<LearnedFile>()), cancellationToken);
        await OriginDesk.LearnAsync(centre, new CorpusEntry(maker, name, version, [.. learned]), Actor.Console, cancellationToken);
    }

    /// <summary>The list changed, so the centre drafts by itself; a person words it, another approves it, and it is restricted to whom it concerns.</summary>
    private async Task WarnAsync(CancellationToken cancellationToken)
    {
        var drafts = await AdvisoryDesk.FollowAsync(centre, cancellationToken);
        var own = About($"list:{List}", drafts);
        report.Step("draft", own is not null, $"{own?.Id}, written by the centre when the list changed, one of {drafts.Count} that changed facts called for; it waits for a person");

        var words = new AdvisoryWords(null, "Hold back updates of this vendor until its owner is off the list, or accept them by name.", Tlp.Amber, new Audience(["energy"], []), []);
        var draft = await AdvisoryDesk.DraftAsync(centre, $"list:{List}", own?.Id, words, Actor.Console, cancellationToken);
        var approver = await new Accounts(centre).AddAsync("agnes", Role.Administrator, null, Passwords.Generate(), null, Actor.Console, cancellationToken);
        await AdvisoryDesk.ApproveAsync(centre, draft.Advisory, new Actor(approver.Person, Role.Administrator), cancellationToken);
        var issued = await AdvisoryDesk.IssueAsync(centre, draft.Advisory, Actor.Console, cancellationToken);
        var addressed = draft.Operators.Where(one => one.Addressed).Select(one => one.Name).ToList();
        report.Step(
            "advisory",
            issued.State == AdvisoryState.Issued && addressed.SequenceEqual([OperatorName]),
            $"{draft.Advisory}, CSAF, TLP:AMBER, approved by a second person: affects {string.Join(", ", addressed)}; the log holds a commitment alone");
    }

    private Advisory? About(string cause, IReadOnlyList<string> drafts)
    {
        using var views = centre.Snapshot();
        return drafts.Select(id => Advisories.Find(id, views)).FirstOrDefault(one => one?.Cause == cause);
    }

    private string Name(string entity)
    {
        using var views = centre.Snapshot();
        return Entities.Find(entity, views)?.Name ?? entity;
    }
}
