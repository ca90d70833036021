using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register.Tests;

public sealed class StandingTests
{
    [Fact]
    public async Task Suspend_AndReinstate_StateFollowsAndAnEarlierDayReadsAsItWas()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.RegisterAsync("nordlys");
        var issued = scene.Certificate("1");
        await scene.RecordAsync(issued);
        var before = scene.Time.Now;
        scene.Time.Now += TimeSpan.FromDays(1);
        await scene.RecordAsync(new CertificateSuspended(issued.Certificate, "A finding is disputed."));
        var during = scene.Time.Now;
        scene.Time.Now += TimeSpan.FromDays(1);
        await scene.RecordAsync(new CertificateReinstated(issued.Certificate, "It was no finding."));

        var certificate = scene.Find(issued);
        Assert.Equal(
            [CertificateState.Valid, CertificateState.Suspended, CertificateState.Valid],
            ((DateTimeOffset[])[before, during, scene.Time.Now]).Select(certificate.StateAt));
        Assert.Equal(("A finding is disputed.", during), (certificate.StandingAt(during).Reason, certificate.StandingAt(during).Since!.Value));
        Assert.False(certificate.IsHeld);
    }

    [Fact]
    public async Task Issue_AfterEachAct_TheStatusNamesSuspendedAndWithdrawnOnesAndNoOthers()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.RegisterAsync("nordlys");
        var (first, second) = (scene.Certificate("1"), scene.Certificate("2"));
        await scene.RecordAsync(first);
        await scene.RecordAsync(second);

        await scene.RecordAsync(new CertificateSuspended(first.Certificate, "Doubt."));
        Assert.Equal([(first.Certificate, "Suspended: Doubt.")], await SaidAsync(scene));
        await scene.RecordAsync(new CertificateReinstated(first.Certificate, "No doubt."));
        Assert.Empty(await SaidAsync(scene));
        await scene.RecordAsync(new CertificateSuperseded(first.Certificate, second.Certificate, "Renewed."));
        Assert.Empty(await SaidAsync(scene));
        await scene.RecordAsync(new CertificateWithdrawn(first.Certificate, "Wrong tree."));
        Assert.Equal([(first.Certificate, "Withdrawn: Wrong tree.")], await SaidAsync(scene));
        Assert.Equal(CertificateState.Withdrawn, scene.Find(first).StateAt(scene.Time.Now));
    }

    [Fact]
    public async Task Suspend_ByTwoParties_CountsUntilBothHaveReinstated()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.RegisterAsync("nordlys");
        await scene.RegisterAsync("office", PartyKind.Authority);
        var (ruth, astrid) = (await scene.PersonAsync("p-ruth", Role.Reviewer, "nordlys"), await scene.PersonAsync("p-astrid", Role.Authority, "office"));
        var issued = scene.Certificate("1");
        await scene.RecordAsync(issued);

        await scene.RecordAsync(new CertificateSuspended(issued.Certificate, "The laboratory doubts."), ruth);
        Assert.Contains("The nordlys, who alone", await scene.RefusedAsync(new CertificateReinstated(issued.Certificate, "No."), astrid), StringComparison.Ordinal);
        await scene.RecordAsync(new CertificateSuspended(issued.Certificate, "The office doubts too."), astrid);
        Assert.Contains("suspended already", await scene.RefusedAsync(new CertificateSuspended(issued.Certificate, "Again."), astrid), StringComparison.Ordinal);
        await scene.RecordAsync(new CertificateReinstated(issued.Certificate, "Settled."), ruth);
        Assert.Equal("The office doubts too.", scene.Find(issued).StandingAt(scene.Time.Now).Reason);
        await scene.RecordAsync(new CertificateReinstated(issued.Certificate, "Settled."), astrid);
        Assert.Equal(CertificateState.Valid, scene.Find(issued).StateAt(scene.Time.Now));

        await scene.RecordAsync(new CertificateSuspended(issued.Certificate, "The office doubts."), astrid);
        await scene.RecordAsync(new CertificateReinstated(issued.Certificate, "The console may."));
        Assert.Equal(CertificateState.Valid, scene.Find(issued).StateAt(scene.Time.Now));
    }

    [Fact]
    public async Task Change_ByAnybodyElse_IsRefused()
    {
        await using var scene = await RegisterScene.MakeAsync();
        foreach (var (id, kind) in ((string, PartyKind)[])[("nordlys", PartyKind.Laboratory), ("other", PartyKind.Laboratory), ("office", PartyKind.Authority), ("bureau", PartyKind.Authority), ("acme", PartyKind.Host)])
        {
            await scene.RegisterAsync(id, kind);
        }

        var issued = scene.Certificate("1");
        await scene.RecordAsync(issued);
        foreach (var (role, party) in ((Role, string)[])[(Role.Reviewer, "other"), (Role.Authority, "bureau"), (Role.Host, "acme"), (Role.Reviewer, "office"), (Role.Authority, "nordlys")])
        {
            var person = await scene.PersonAsync($"p-{role.ToString().ToLowerInvariant()}-{party}", role, party);
            foreach (var act in (CertificateAct[])[new CertificateSuspended(issued.Certificate, "x"), new CertificateReinstated(issued.Certificate, "x"), new CertificateWithdrawn(issued.Certificate, "x"), new CertificateSuperseded(issued.Certificate, issued.Certificate, "x")])
            {
                Assert.Contains("of the laboratory that issued", await scene.RefusedAsync(act, person), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Change_WhatCannotBe_IsRefusedWithItsReason()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.RegisterAsync("nordlys");
        var (first, second, gone) = (scene.Certificate("1"), scene.Certificate("2"), scene.Certificate("3"));
        var (other, against) = (scene.Certificate("4", product: "Gateway"), scene.Certificate("5") with { Certified = false });
        foreach (var one in (CertificateIssued[])[first, second, gone, other, against])
        {
            await scene.RecordAsync(one);
        }

        await scene.RecordAsync(new CertificateWithdrawn(gone.Certificate, "Wrong."));
        (Act Act, string Says)[] refused =
        [
            (new CertificateSuspended(Digest.Of("none"u8), "x"), "no certificate"),
            (new CertificateSuspended(first.Certificate, ""), "reason"),
            (new CertificateSuspended(first.Certificate, new string('x', 501)), "reason"),
            (new CertificateSuspended(first.Certificate, "a\u202eb"), "reason"),
            (new CertificateReinstated(first.Certificate, "x"), "not suspended"),
            (new CertificateSuspended(gone.Certificate, "x"), "withdrawn, and stays so"),
            (new CertificateReinstated(gone.Certificate, "x"), "withdrawn, and stays so"),
            (new CertificateWithdrawn(gone.Certificate, "x"), "withdrawn, and stays so"),
            (new CertificateSuspended(against.Certificate, "x"), "concluded against"),
            (new CertificateSuperseded(against.Certificate, second.Certificate, "x"), "concluded against"),
            (new CertificateSuperseded(second.Certificate, first.Certificate, "x"), "issued later"),
            (new CertificateSuperseded(first.Certificate, first.Certificate, "x"), "issued later"),
            (new CertificateSuperseded(first.Certificate, other.Certificate, "x"), "same vendor's product"),
            (new CertificateSuperseded(first.Certificate, gone.Certificate, "x"), "neither suspended"),
            (new CertificateSuperseded(first.Certificate, against.Certificate, "x"), "neither suspended"),
        ];
        foreach (var (act, says) in refused)
        {
            Assert.Contains(says, (await scene.RefusedAsync(act)).Message, StringComparison.Ordinal);
        }

        await scene.RecordAsync(new CertificateSuperseded(first.Certificate, second.Certificate, "Renewed."));
        Assert.Contains("superseded already", (await scene.RefusedAsync(new CertificateSuperseded(first.Certificate, second.Certificate, "x"))).Message, StringComparison.Ordinal);
        await scene.RecordAsync(new Revoked(RevokedKind.Certificate, second.Certificate, "Key lost."));
        Assert.Contains("revoked, and stays so", (await scene.RefusedAsync(new CertificateWithdrawn(second.Certificate, "x"))).Message, StringComparison.Ordinal);
        await scene.RecordAsync(new CertificateWithdrawn(against.Certificate, "The laboratory erred."));
        Assert.Equal((CertificateState.Superseded, second.Certificate), (scene.Find(first).StandingAt(scene.Time.Now).State, scene.Find(first).StandingAt(scene.Time.Now).Successor!.Value));
    }

    [Fact]
    public async Task StateAt_TheProductReleasedFromAnotherTree_IsStaleUntilThatReleaseIsRevokedOrItsOwnIsNewest()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.RegisterAsync("nordlys");
        await ReleaseAsync(scene, "0.9", "older");
        var issued = scene.Certificate("1");
        await scene.RecordAsync(issued);
        Assert.Equal(CertificateState.Valid, scene.Find(issued).StateAt(scene.Time.Now));

        await ReleaseAsync(scene, "1.0", "seal");
        await ReleaseAsync(scene, "1.0", "stranger", vendor: "other");
        await ReleaseAsync(scene, "5.0", "stranger", product: "Gateway");
        Assert.Equal(CertificateState.Valid, scene.Find(issued).StateAt(scene.Time.Now));
        var before = scene.Time.Now;

        var changed = await ReleaseAsync(scene, "1.1", "changed");
        var standing = scene.Find(issued).StandingAt(scene.Time.Now);
        Assert.Equal((CertificateState.Stale, "1.1"), (standing.State, standing.Change!.Version));
        Assert.Equal(CertificateState.Valid, scene.Find(issued).StateAt(before));

        await scene.RecordAsync(new Revoked(RevokedKind.Release, changed, "Broken."));
        Assert.Equal(CertificateState.Valid, scene.Find(issued).StateAt(scene.Time.Now));
        await ReleaseAsync(scene, "1.2", "changed");
        Assert.Equal(CertificateState.Stale, scene.Find(issued).StateAt(scene.Time.Now));
        await ReleaseAsync(scene, "1.0", "seal");
        Assert.Equal(CertificateState.Valid, scene.Find(issued).StateAt(scene.Time.Now));
        Assert.Equal(CertificateState.Expired, scene.Find(issued).StateAt(issued.ValidUntil));
    }

    private static async Task<Digest> ReleaseAsync(RegisterScene scene, string version, string seal, string vendor = "acme", string product = "Guard")
    {
        scene.Time.Now += TimeSpan.FromHours(1);
        var release = Digest.Of(System.Text.Encoding.UTF8.GetBytes($"{vendor} {product} {version} {seal} {scene.Time.Now:O}"));
        await scene.RecordAsync(new ReleaseMade(vendor, product, version, Digest.Of(System.Text.Encoding.UTF8.GetBytes(seal)), release));
        return release;
    }

    private static async Task<IEnumerable<(Digest Digest, string Reason)>> SaidAsync(RegisterScene scene)
    {
        var status = await scene.ReadAsync(await StatusDesk.IssueAsync(scene.Centre, StatusDesk.DefaultValidity, Actor.Console, CancellationToken.None));
        return status.Revoked.Select(one => (one.Digest, one.Reason));
    }
}
