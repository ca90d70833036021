using Vitrine.Centre;
using Vitrine.Register;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Web.Tests;

/// <content>What stands in the centre while its pages are looked at.</content>
public sealed partial class PageTests
{
    private string EngagementSeal(string engagement)
    {
        using var views = site.Centre.Snapshot();
        return Engagements.Find(engagement, views)!.Seal!.Value.ToHex();
    }

    /// <summary>A room whose gates keep everybody out, with an override that counts, one that waits and one that ended.</summary>
    private async Task<string> KeptOutAsync()
    {
        var (hanne, hugo) = (site.Person("hanne"), site.Person("hugo"));
        await site.Centre.RecordAsync(new SiteRegistered("oslo", "Reading room of the Office in Oslo, second floor, north wing", "office", "NO", ["10.1.0.0/16", "192.0.2.7", "2001:db8::/32"]), Actor.Console, CancellationToken.None);
        await site.Centre.RecordAsync(new HouseRulesStated("acme", EntryRules.None with { Operator = "Acme Works" }), Actor.Console, CancellationToken.None);
        var entry = new EntryRules("Acme Works", "oslo", "Nordic clearance", new LaboratoryRule("ISO/IEC 17020", [Vitrine.Register.InspectionType.A], "network products"), await File.ReadAllTextAsync(Path.Combine(SiteFixture.Sources, "..", "..", "recipes", "bars", "third-party.bar")), ["us-fcc"]);
        var id = await site.OpenRoomAsync("Halden Relay", entry: entry);
        await PersonFacts.RecordAsync(
            site.Centre, site.Person("ruth"), new PersonFacts("Ruth Example", [new Room.Standing("NO", StandingKind.Citizen, null, null)], [new PersonAccreditation("Nordic clearance", Tier.Overview, new DateOnly(2027, 1, 1))]), Actor.Console, CancellationToken.None);
        foreach (var (gate, confirmed, ended) in ((Gate, bool, bool)[])[(Gate.LaboratoryAccreditation, true, false), (Gate.PersonAccreditation, false, false), (Gate.Nationality, true, true)])
        {
            var name = GateOverrides.NewId();
            await site.Centre.RecordAsync(
                new GateOverrideProposed(id, name, gate, gate == Gate.PersonAccreditation ? site.Person("ruth") : null, "The accreditation is renewed in March; until then both sides accept the old one.", site.Time.Now.AddDays(9), hanne), Actor.Console, CancellationToken.None);
            if (confirmed)
            {
                await site.Centre.RecordAsync(new GateOverrideConfirmed(id, name, hugo), Actor.Console, CancellationToken.None);
            }

            if (ended)
            {
                await site.Centre.RecordAsync(new GateOverrideEnded(id, name, "Not needed.", hugo), Actor.Console, CancellationToken.None);
            }
        }

        return id;
    }

    private async Task<string> RequestAsync(string product)
    {
        var id = Engagements.NewId();
        await site.Centre.RecordAsync(
            new EngagementRequested(id, product, "4.2.0", "acme", "lab", "office", Tier.Targeted, "Whether an update can be installed without the vendor’s signature."), Actor.Console, CancellationToken.None);
        return id;
    }

    /// <summary>A tree in which screening finds something, under a name of 120 characters.</summary>
    private async Task<string> ScreenedAsync()
    {
        Assert.Equal(120, LongName.Length);
        var tree = Directory.CreateTempSubdirectory("vitrine-tree-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(tree, "src", "a-folder-with-a-rather-long-name", "and-another-one-below-it"));
            await File.WriteAllTextAsync(Path.Combine(tree, "src", "deploy.pem"), $"-----BEGIN PRIVATE KEY-----\n{Convert.ToBase64String(new byte[96])}\n-----END PRIVATE KEY-----\n");
            await File.WriteAllTextAsync(Path.Combine(tree, "src", "a-folder-with-a-rather-long-name", "and-another-one-below-it", "Access.cs"), "if (level != \"user\u202E \u2066// only for admins\u2069 \u2066\") { }\nvar \u0430dmin = 1;\n");
            await File.WriteAllBytesAsync(Path.Combine(tree, "src", "firmware.bin"), [0x7F, 0x45, 0x4C, 0x46, 0, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0]);
            using var source = SealSource.Open(tree, null, CancellationToken.None);
            var made = await SealDesk.MakeAsync(site.Centre, site.Seals, source, "acme", new SealOptions { Product = LongName, Version = "11.0.3" }, Actor.Console, null, CancellationToken.None);
            var id = Engagements.NewId();
            await site.Centre.RecordAsync(new EngagementRequested(id, LongName, "11.0.3", "acme", "lab", "office", Tier.Overview, "To see how updates are accepted."), Actor.Console, CancellationToken.None);
            await DisclosureDesk.PrepareAsync(site.Centre, site.Seals, site.Screenings, id, made.Root, Scope.Of(["**"], []), Actor.Console, CancellationToken.None);
            return id;
        }
        finally
        {
            Directory.Delete(tree, recursive: true);
        }
    }

    internal static async Task<RoomSession> EnterAsync(SiteFixture site, People people, string id, string file, string who = "ruth")
    {
        var reviewer = await people.OfAsync(who);
        await reviewer.GoAsync(Routes.Engagement(id));
        await reviewer.PressAsync("Enter the room");
        await reviewer.GoAsync($"{Routes.Reading(id)}?file={file}");
        return site.Rooms.FindSession((await reviewer.Page.GetAttributeAsync(".watermark", "src"))!.Split('/')[2])!;
    }

    internal static async Task<RoomSession> ReadAndNoteAsync(SiteFixture site, People people, string id)
    {
        var session = await EnterAsync(site, people, id, "Journal.cs");
        await session.WriteNoteAsync("TileLog.cs", 44, "The window is not bounded from above; ask what a caller may set.", CancellationToken.None);
        await session.WriteNoteAsync("Disk.cs", 20, "Compare with the list of system calls.", CancellationToken.None);
        await session.WriteFindingAsync("TileLog.cs", 31, FindingSeverity.Low, "The options are not copied.", "The options are not copied.\nA caller can change them after the start.", CancellationToken.None);
        return session;
    }

    /// <summary>Of three findings one is told, one is proposed to be, and one stays in the room.</summary>
    internal static async Task TellAsync(SiteFixture site, People people, string id, RoomSession ruth)
    {
        var ronja = await EnterAsync(site, people, id, "TileLog.cs", "ronja");
        var told = await ruth.WriteFindingAsync("Journal.cs", 12, FindingSeverity.High, "A crash between two writes can lose the name of the newest checkpoint, and the next start takes the one before for the newest.", "See the order.", CancellationToken.None);
        await ruth.ProposeTellingAsync(told, CancellationToken.None);
        await ronja.TellAsync(told, CancellationToken.None);
        var proposed = await ronja.WriteFindingAsync("Disk.cs", 7, FindingSeverity.Medium, "The folder is not synced after a rename.", "On some file systems.", CancellationToken.None);
        await ronja.ProposeTellingAsync(proposed, CancellationToken.None);
    }

    /// <summary>Brings an open room to its decision; gives the certificate's address.</summary>
    private async Task<string> DecidedAsync(People people, string id)
    {
        await ReadAndNoteAsync(site, people, id);
        await site.Rooms.CloseAsync(id, CancellationToken.None);
        await site.Centre.RecordAsync(new RoomClosed(id, "Closed by the host."), Actor.Console, CancellationToken.None);
        var reviewer = await people.OfAsync("ruth");
        await reviewer.GoAsync(Routes.Certify(id));
        await reviewer.CheckAsync("Certify");
        await reviewer.PressAsync("Sign the conclusion");
        var authority = await people.OfAsync("astrid");
        await authority.GoAsync(Routes.Decide(id));
        await authority.CheckAsync("Approve");
        await authority.FillAsync("Reason", "The coverage suffices for its use.");
        await authority.PressAsync("Decide the engagement");
        return reviewer.Path;
    }
}
