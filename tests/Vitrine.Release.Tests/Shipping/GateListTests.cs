using System.Text;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;

namespace Vitrine.Release.Tests;

/// <summary>What the register and the lists know reaches a gate with the next status, and not before.</summary>
public sealed class GateListTests
{
    private const string Rules = "list sanctions refuse\nlist-age 30d\n";
    private static readonly Source Gazette = new("A gazette", "https://gazette.example/1", new DateOnly(2026, 1, 1), 'A');

    [Theory]
    [InlineData("The acme", false)]
    [InlineData("Dark Holding", true)]
    public async Task Import_AListThatNamesTheVendorOrItsOwner_TheGateThatAcceptedRefuses(string listed, bool isOwner)
    {
        await using var scene = await ShippingScene.MakeAsync();
        await OwnAsync(scene, 50);
        await ListAsync(scene, "Nobody in particular", new DateOnly(2026, 3, 1));
        await scene.CertifyAsync();
        await scene.RebuildAsync();
        await scene.ReleaseAsync();
        var accepted = scene.Decide(scene.Files[0], rules: Rules);
        Assert.True(accepted.Accepted, string.Join('\n', accepted.Reasons));
        Assert.Contains("the status's signer left out no entry that concerns this product or its signers (sanctions of 2026-03-01)", accepted.Assumptions);

        await ListAsync(scene, listed, new DateOnly(2026, 3, 2));
        Assert.True(scene.Decide(scene.Files[0], accepted.State, Rules).Accepted);
        var updated = await UpdateAsync(scene, accepted.State);
        Assert.True(updated.Accepted);
        var refused = scene.Decide(scene.Files[0], updated.State, Rules);

        var reason = Assert.Single(refused.Reasons);
        Assert.Equal(GateReason.Listed, reason.Code);
        Assert.Contains($"is on the list \"sanctions\" of 2026-03-02 since 2026-02-01, as {listed}", reason.Message, StringComparison.Ordinal);
        Assert.Equal(isOwner, reason.Message.Contains(" through Dark Holding owns 50 % of The acme", StringComparison.Ordinal));
        Assert.Contains("under clause 7 (https://list.example/2)", reason.Message, StringComparison.Ordinal);
        Assert.Contains("take in the status that says so", reason.Satisfy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_AListThatNamesAnOwnerOfLess_ChangesNothing()
    {
        await using var scene = await ShippingScene.MakeAsync();
        await OwnAsync(scene, 49.9m);
        await ListAsync(scene, "Dark Holding", new DateOnly(2026, 3, 2));
        await scene.CertifyAsync();
        await scene.RebuildAsync();
        await scene.ReleaseAsync();

        Assert.True(scene.Decide(scene.Files[0], rules: Rules).Accepted);
    }

    [Fact]
    public async Task Identify_AListedVendorsPartInTheProduct_TheGateRefusesWithTheWay()
    {
        await using var scene = await ShippingScene.MakeAsync();
        await OwnAsync(scene, 10);
        await ListAsync(scene, "Dark Holding", new DateOnly(2026, 3, 2));
        await scene.RecordAsync(new ComponentIdentified("c-1", ShippingScene.Product, null, null, "Engine", "dark", 97, "Two classes of features."));
        await scene.CertifyAsync();
        await scene.RebuildAsync();
        await scene.ReleaseAsync();

        var reason = Assert.Single(scene.Decide(scene.Files[0], rules: Rules).Reasons);
        Assert.Equal(GateReason.Listed, reason.Code);
        Assert.Contains("The product Example Guard is on the list", reason.Message, StringComparison.Ordinal);
        Assert.Contains("through Example Guard contains what Dark Holding makes", reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_OfTheRegister_SaysSeatsAndOwnersAndWhatIsNotKnown()
    {
        await using var scene = await ShippingScene.MakeAsync();
        await OwnAsync(scene, 60);
        await scene.RecordAsync(new EntityRecorded("nordlys", EntityKind.Organisation, "Nordlys", [], ["NO"], null));
        await scene.RecordAsync(new OwnersUnknown("g-1", "nordlys", OwnersGap.NoBeneficialOwners, null, null, Gazette));
        await scene.CertifyAsync();
        await scene.RebuildAsync();
        await scene.ReleaseAsync();

        Assert.True(scene.Decide(scene.Files[0], rules: "jurisdiction laboratory allow NO\n").Accepted);
        Assert.Equal([GateReason.JurisdictionRefused], scene.Decide(scene.Files[0], rules: "jurisdiction laboratory deny NO\n").Reasons.Select(r => r.Code));
        Assert.Equal([GateReason.JurisdictionUnknown], scene.Decide(scene.Files[0], rules: "jurisdiction vendor deny NO\n").Reasons.Select(r => r.Code));
        Assert.Equal([GateReason.JurisdictionUnknown], scene.Decide(scene.Files[0], rules: "jurisdiction rebuilder allow NO\n").Reasons.Select(r => r.Code));
        Assert.Equal([GateReason.ListStale], scene.Decide(scene.Files[0], rules: Rules).Reasons.Select(r => r.Code));
        var parties = (await StatusAsync(scene)).Parties;
        Assert.Equal(("dark", "of The acme owners of only 60 % can be named"), (Assert.Single(parties[0].Owners).Id, parties[0].OwnersUnknown));
        Assert.Equal((0, null), (parties[1].Owners.Length, parties[1].OwnersUnknown));
    }

    private static async Task OwnAsync(ShippingScene scene, decimal percent)
    {
        await scene.RecordAsync(new EntityRecorded("dark", EntityKind.Organisation, "Dark Holding", [], [], null));
        await scene.RecordAsync(new TieClaimed("t-1", TieKind.Ownership, "dark", ShippingScene.Vendor, Share.Exactly(percent), null, new DateOnly(2020, 1, 1), null, Gazette));
    }

    private static Task<ListVersion> ListAsync(ShippingScene scene, string name, DateOnly date) => ListDesk.ImportAsync(
        scene.Centre,
        Encoding.UTF8.GetBytes($"entry,name,since,clause,source\n1,{name},2026-02-01,clause 7,https://list.example/2\n"),
        "sanctions.csv",
        new ListAbout("sanctions", "Sanctions", "An authority", date, "https://list.example"),
        Actor.Console,
        CancellationToken.None);

    private static async Task<StatusPredicate> StatusAsync(ShippingScene scene)
    {
        var status = await StatusDesk.IssueAsync(scene.Centre, StatusDesk.DefaultValidity, Actor.Console, CancellationToken.None);
        return StatusPredicate.Read(Statement.Parse(LoggedBundles.Of(scene.Centre, status, scene.Centre.LogCheckpoint()).Envelope.Payload.AsSpan()));
    }

    private static async Task<Verdict> UpdateAsync(ShippingScene scene, GateState state)
    {
        var status = await StatusDesk.IssueAsync(scene.Centre, StatusDesk.DefaultValidity, Actor.Console, CancellationToken.None);
        return GateDecision.Update(BundleFile.Encode([LoggedBundles.Of(scene.Centre, status, scene.Centre.LogCheckpoint())]), scene.PolicyWith(Rules), state, scene.Time.Now);
    }
}
