using System.Text;
using Vitrine.Centre;
using Vitrine.Register;

namespace Vitrine.Web.Tests;

/// <summary>The advisories made, by how far they are, and a cause that waits.</summary>
internal sealed record MadeAdvisories(string Drafted, string Approved, string Restricted, string Public, string NoEvidence, string Dropped, string Waiting);

/// <summary>A centre that knows makers, an owner, operators and a list, and advisories in every state.</summary>
internal static class AdvisoryScene
{
    private static readonly Source Gazette = new("The gazette of 1 March", "https://gazette.example/2026/17", new DateOnly(2026, 3, 1), 'A');

    /// <summary>Records all; gives the advisories: drafted by one, approved, issued to some, public, public without new evidence, and dropped.</summary>
    public static async Task<MadeAdvisories> MakeAsync(SiteFixture site, string longName)
    {
        async Task Record(Act act) => await site.Centre.RecordAsync(act, Actor.Console, CancellationToken.None);
        foreach (var (id, name) in new[] { ("dark", "Dark Holding AG"), ("maker", "Brightware s.r.o."), ("engines", "Engines Ltd"), ("grid", "Grid North"), ("town", longName) })
        {
            await Record(new EntityRecorded(id, EntityKind.Organisation, name, [], [], null));
        }

        await Record(new TieClaimed("t-1", TieKind.Ownership, "dark", "engines", Share.Exactly(51), null, new DateOnly(2024, 1, 1), null, Gazette));
        await Record(new ProductRecorded("engine", "Scan Engine", "engines", "antivirus"));
        await Record(new ProductRecorded("guard", "Home Guard", "maker", "antivirus"));
        await Record(new ProductRecorded("long", longName, "maker", "antivirus"));
        await Record(new ComponentIdentified("c-1", "Home Guard", null, null, "Scan Engine", "engines", 97, "412 rare strings, 37 functions."));
        await Record(new OperatorRecorded("grid", "energy", ["critical"], [new OperatorUse("guard", "4.1 and 4.2", [])]));
        await Record(new OperatorRecorded("town", "government", [], [new OperatorUse("guard", null, []), new OperatorUse("long", null, [])]));
        await Record(new EventRecorded("outage", EventKind.Incident, "The update service answered with old definitions", "For nine hours the update service of Home Guard gave out definitions of last year.", new DateOnly(2026, 3, 1), null, ["guard"], [], Gazette));
        await Record(new EventRecorded("hole", EventKind.Vulnerability, "A crafted archive runs code in Scan Engine", "The engine unpacks more than it has room for.", new DateOnly(2026, 3, 1), "CVE-2026-12345", ["engine"], [], Gazette));
        await Record(new EventRecorded("sale", EventKind.Ownership, $"{longName} was sold", "It changed hands.", new DateOnly(2026, 3, 1), null, ["long"], [], Gazette));
        await Record(new AssessmentRecorded("q1", "office", AssessmentKind.NoNewEvidence, "Home Guard, first quarter", "Nothing was found that was not known in December, and nothing was cleared.", new DateOnly(2026, 3, 1), ["guard"], [], Gazette));
        await ListDesk.ImportAsync(
            site.Centre, Encoding.UTF8.GetBytes("entry,name,since,clause,source\n1,Dark Holding AG,2026-03-01,article 2,https://gazette.example/list\n"), "sanctions.csv",
            new ListAbout("sanctions", "Sanctions of the federation", "The federation", null, "https://gazette.example/list"), Actor.Console, CancellationToken.None);

        var accounts = new Accounts(site.Centre);
        var (astrid, abe) = (Who(accounts, "astrid"), Who(accounts, "abe"));
        async Task<string> Draft(string cause, Tlp tlp, Audience audience) =>
            (await AdvisoryDesk.DraftAsync(site.Centre, cause, null, new AdvisoryWords(null, "Do not install new copies.\nPlan to replace it until the end of the year.", tlp, audience, []), astrid, CancellationToken.None)).Advisory;
        async Task<string> Issue(string cause, Tlp tlp, Audience audience)
        {
            var id = await Draft(cause, tlp, audience);
            await AdvisoryDesk.ApproveAsync(site.Centre, id, abe, CancellationToken.None);
            await AdvisoryDesk.IssueAsync(site.Centre, id, abe, CancellationToken.None);
            return id;
        }

        var restricted = await Issue("list:sanctions", Tlp.AmberStrict, new Audience(["energy"], []));
        var clear = await Issue("event:hole", Tlp.Clear, Audience.All);
        var none = await Issue("assessment:q1", Tlp.Clear, Audience.All);
        var approved = await Draft("event:outage", Tlp.Green, Audience.All);
        await AdvisoryDesk.ApproveAsync(site.Centre, approved, abe, CancellationToken.None);
        var drafted = await Draft("component:c-1", Tlp.Red, Audience.All);
        var dropped = await Draft("claim:t-1", Tlp.Amber, Audience.All);
        await AdvisoryDesk.DropAsync(site.Centre, dropped, "The share is known to everybody who uses the engine since 2024.\nThe list of 1 March says more.", abe, CancellationToken.None);
        return new MadeAdvisories(drafted, approved, restricted, clear, none, dropped, "event:sale");
    }

    private static Actor Who(Accounts accounts, string name) => accounts.Find(name) is { } account ? new Actor(account.Person, account.Role) : throw new InvalidOperationException($"No account {name}.");
}
