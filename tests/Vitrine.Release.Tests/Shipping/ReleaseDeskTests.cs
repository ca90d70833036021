using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;

namespace Vitrine.Release.Tests;

public sealed class ReleaseDeskTests
{
    [Fact]
    public async Task Make_WithEverything_TheGateAcceptsEachFile()
    {
        await using var scene = await ShippingScene.MakeAsync();
        await scene.CertifyAsync();
        await scene.RebuildAsync();

        var made = await scene.ReleaseAsync();

        Assert.Empty(made.Missing);
        Assert.Equal(scene.Files.Select(file => file + ".sigstore.jsonl"), made.Bundles);
        foreach (var file in scene.Files)
        {
            var verdict = scene.Decide(file);
            Assert.True(verdict.Accepted, string.Join(", ", verdict.Reasons.Select(reason => reason.Code)));
            Assert.Equal(made.Statement, verdict.Release!.Statement);
        }
    }

    [Fact]
    public async Task Make_TheBundle_ProvesEachOfItsLinesUnderOneCheckpoint()
    {
        await using var scene = await ShippingScene.MakeAsync();
        await scene.CertifyAsync();
        await scene.CertifyAsync(days: 200);
        await scene.RebuildAsync();

        var made = await scene.ReleaseAsync();

        var bundles = BundleFile.Parse(await File.ReadAllBytesAsync(made.Bundles[0]));
        Assert.Equal(7, bundles.Length);
        var checkpoint = VerifiedCheckpoint.Open(bundles[0].Checkpoint.AsSpan(), scene.Centre.Keys.Log.Verifier);
        foreach (var bundle in bundles)
        {
            Assert.True(bundle.Checkpoint.AsSpan().SequenceEqual(checkpoint.Note.Span));
            Assert.Equal(LoggedVerdict.Verified, LoggedStatement.TryOpen(bundle, checkpoint, out _));
        }

        Assert.Single(bundles, bundle => bundle.Envelope.PayloadDigest == made.Statement);
    }

    [Fact]
    public async Task Make_TheSameInTheSameSecond_IsTheSameReleaseWithItsBundlesWrittenAnew()
    {
        await using var scene = await ShippingScene.MakeAsync();
        await scene.CertifyAsync();
        await scene.RebuildAsync();
        var first = await scene.ReleaseAsync();
        File.Delete(first.Bundles[0]);

        var again = await scene.ReleaseAsync();

        Assert.Equal((first.Statement, first.Index), (again.Statement, again.Index));
        Assert.True(scene.Decide(scene.Files[0]).Accepted);
    }

    [Theory]
    [InlineData(true, false, GateReason.NoRebuild, "No rebuild")]
    [InlineData(false, true, GateReason.NoCertificate, "No laboratory")]
    public async Task Make_WithoutSomething_SaysItAndTheGateRefuses(bool certified, bool rebuilt, GateReason reason, string missing)
    {
        await using var scene = await ShippingScene.MakeAsync();
        if (certified)
        {
            await scene.CertifyAsync();
        }

        if (rebuilt)
        {
            await scene.RebuildAsync();
        }

        var made = await scene.ReleaseAsync();

        Assert.Contains(missing, made.Missing[0], StringComparison.Ordinal);
        Assert.Equal([reason], scene.Decide(scene.Files[0]).Reasons.Select(refusal => refusal.Code));
    }

    [Fact]
    public async Task Make_TheSummary_IsTheNewestCertificateThatCounts()
    {
        await using var scene = await ShippingScene.MakeAsync();
        await scene.CertifyAsync();
        var newest = await scene.CertifyAsync(days: 200);

        var made = await scene.ReleaseAsync();

        Assert.Equal(scene.Files.Select(file => $"{file}.{ShippingScene.Laboratory}.vsa.dsse.json"), made.Summaries);
        foreach (var summary in made.Summaries)
        {
            var envelope = DsseEnvelope.Parse(await File.ReadAllBytesAsync(summary));
            Assert.Equal(newest, envelope.PayloadDigest);
            Assert.True(VerifiedStatement.TryOpen(envelope, scene.LaboratoryKeys.Signing.PublicKey, out var verified));
            Assert.True(VsaPredicate.Read(verified.Statement).Passed);
        }

        scene.Time.Now = scene.Time.Now.AddDays(4000);
        Assert.Empty((await scene.ReleaseAsync("1.4.3")).Summaries);
    }

    [Fact]
    public async Task Make_ARebuildThatDiffers_TheGateRefuses()
    {
        await using var scene = await ShippingScene.MakeAsync();
        await scene.CertifyAsync();
        await scene.RebuildAsync(RebuildVerdict.Different);
        await scene.ReleaseAsync();

        Assert.Equal([GateReason.RebuildDiffers], scene.Decide(scene.Files[0]).Reasons.Select(refusal => refusal.Code));
    }

    [Fact]
    public async Task Make_TheCertificateExpired_SaysItAndTheGateSaysWhy()
    {
        await using var scene = await ShippingScene.MakeAsync();
        await scene.CertifyAsync(days: 10);
        await scene.RebuildAsync();
        scene.Time.Now = scene.Time.Now.AddDays(11);

        var made = await scene.ReleaseAsync();

        Assert.Single(made.Missing);
        Assert.Equal([GateReason.CertificateExpired], scene.Decide(scene.Files[0]).Reasons.Select(refusal => refusal.Code));
    }

    [Fact]
    public async Task Decide_AnotherFileUnderThatName_IsTampered()
    {
        await using var scene = await ShippingScene.MakeAsync();
        await scene.CertifyAsync();
        await scene.RebuildAsync();
        await scene.ReleaseAsync();
        await File.AppendAllTextAsync(scene.Files[0], "!");

        Assert.Contains(GateReason.ArtifactTampered, scene.Decide(scene.Files[0]).Reasons.Select(refusal => refusal.Code));
    }

    [Theory]
    [InlineData(RevokedKind.Release)]
    [InlineData(RevokedKind.Certificate)]
    [InlineData(RevokedKind.Key)]
    public async Task Revoke_AndANewStatus_TheGateThatSawItRefuses(RevokedKind kind)
    {
        await using var scene = await ShippingScene.MakeAsync();
        var certificate = await scene.CertifyAsync();
        await scene.RebuildAsync();
        var made = await scene.ReleaseAsync();
        var accepted = scene.Decide(scene.Files[0]);
        Assert.True(accepted.Accepted);
        var digest = kind switch
        {
            RevokedKind.Release => made.Statement,
            RevokedKind.Certificate => certificate,
            _ => scene.VendorKeys.Signing.PublicKey.KeyId,
        };

        await scene.RecordAsync(new Revoked(kind, digest, "It was found wanting."));
        var status = await StatusDesk.IssueAsync(scene.Centre, StatusDesk.DefaultValidity, Actor.Console, CancellationToken.None);
        var bundle = BundleFile.Encode([LoggedBundles.Of(scene.Centre, status, scene.Centre.LogCheckpoint())]);
        var updated = GateDecision.Update(bundle, scene.Policy, accepted.State, scene.Time.Now);

        Assert.True(updated.Accepted);
        Assert.Contains(GateReason.Revoked, scene.Decide(scene.Files[0], updated.State).Reasons.Select(refusal => refusal.Code));
    }

    [Fact]
    public async Task Make_AfterTheCertificateWasRevoked_LeavesItOut()
    {
        await using var scene = await ShippingScene.MakeAsync();
        var certificate = await scene.CertifyAsync();
        await scene.RebuildAsync();
        await scene.RecordAsync(new Revoked(RevokedKind.Certificate, certificate, "The laboratory erred."));

        var made = await scene.ReleaseAsync();

        Assert.Single(made.Missing);
        Assert.Equal([GateReason.NoCertificate], scene.Decide(scene.Files[0]).Reasons.Select(refusal => refusal.Code));
    }

    [Fact]
    public async Task Make_WhatCannotBeReleased_IsRefusedAndNotRecorded()
    {
        await using var scene = await ShippingScene.MakeAsync();
        var rival = await scene.PartyAsync("rival", PartyKind.Host);
        var strangers = await scene.SealAsync("stranger");
        Func<Task>[] releases =
        [
            () => scene.ReleaseAsync(files: []),
            () => scene.ReleaseAsync(files: [.. Enumerable.Repeat(scene.Files[0], 257)]),
            () => scene.ReleaseAsync(files: [scene.Files[0], scene.Files[0]]),
            () => scene.ReleaseAsync(version: ""),
            () => scene.ReleaseAsync(version: "1\u202e"),
            () => scene.ReleaseAsync(version: new string('1', 61)),
            () => scene.ReleaseAsync(product: "a\nb"),
            () => scene.ReleaseAsync(seal: Digest.Of("none"u8)),
            () => scene.ReleaseAsync(seal: strangers),
            () => scene.ReleaseAsync(key: rival.Signing),
        ];
        foreach (var release in releases)
        {
            await Assert.ThrowsAsync<ActRefusedException>(release);
        }

        await Assert.ThrowsAsync<FileNotFoundException>(() => scene.ReleaseAsync(files: [scene.Files[0] + ".none"]));
        using var views = scene.Centre.Snapshot();
        Assert.Empty(ReleasePart.List(views));
        Assert.Null(StatusDesk.Newest(views));
        rival.Dispose();
    }

    [Fact]
    public async Task Record_ReleasesThatAreNone_AreRefused()
    {
        await using var scene = await ShippingScene.MakeAsync();
        var rival = await scene.PartyAsync("rival", PartyKind.Host);
        var made = await scene.ReleaseAsync();
        var again = new Released(scene.Seal, made.Statement, "Example Guard", "1.4.2", ShippingScene.Vendor, [new ShippedFile("guard.bin", Digest.Of("x"u8))]);

        await Assert.ThrowsAsync<ActRefusedException>(() => scene.RecordAsync(again));
        await Assert.ThrowsAsync<ActRefusedException>(() => scene.RecordAsync(again with { Vendor = "rival" }));
        await Assert.ThrowsAsync<ActRefusedException>(() => scene.RecordAsync(again with { Files = [] }));
        await Assert.ThrowsAsync<ActRefusedException>(() => scene.RecordAsync(new Revoked(RevokedKind.Release, Digest.Of("none"u8), "No such thing.")));
        using var views = scene.Centre.Snapshot();
        Assert.Equal("guard.bin", ReleasePart.List(views).Single().Files[0].Name);
        rival.Dispose();
    }
}
