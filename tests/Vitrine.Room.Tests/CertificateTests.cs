using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Proofs;
using Vitrine.Register;

namespace Vitrine.Room.Tests;

public sealed class CertificateTests
{
    [Fact]
    public async Task Certify_AfterReading_StatementsVerifyAndAreBoundAndStandInTheLog()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await ReadAsync(scene);

        var digest = await CertifyAsync(scene, id);

        var laboratory = scene.Keys(Scene.Laboratory).Signing.PublicKey;
        using var views = scene.Centre.Snapshot();
        var certificate = Certificates.Find(digest, views)!;
        var summary = VsaPredicate.Read(Open(scene, digest, laboratory));
        var review = ReviewPredicate.Read(Open(scene, certificate.Review, laboratory));
        Assert.Equal($"vitrine:seal:{scene.Root}", summary.ResourceUri);
        Assert.Equal(certificate.Review, summary.Inputs.Single().Payload);
        Assert.Equal("VITRINE_REVIEW_FULL", summary.Levels.Single());
        Assert.True(summary.Passed);
        Assert.Equal((id, "Example Guard", "1.4.2", ReviewTier.Full), (review.Engagement, review.Product, review.Version, review.Tier));
        Assert.Equal("**/*.c", review.Scope.Include.Single());
        Assert.Equal("src/secret/**", review.Scope.Exclude.Single());
        Assert.Equal((4UL, 5UL), (review.Scope.Files, review.Scope.FilesTotal));
        Assert.Equal(new ReviewCoverage((2 * 50) + 1, (2 * Scene.MainLines) + 3, 2), review.Coverage);
        Assert.Equal(new ReviewFindings(0, 1, 0, 0, 0), review.Findings);
        Assert.Equal(Scene.Laboratory, review.Laboratory.Id);
        Assert.Equal(scene.Time.Now.AddDays(365), review.ValidUntil);
        Assert.Equal(scene.Centre.Keys.Ledger.Name, review.Ledger.Origin);
        Assert.Equal(new TileReader(scene.Centre.Paths.Ledger).RootAt(review.Ledger.Size), review.Ledger.Root);
    }

    [Fact]
    public async Task Certify_AndDecide_TheEngagementIsCertifiedOnThatCertificateAlone()
    {
        await using var scene = await Scene.MakeAsync();
        var (id, other) = (await ReadAsync(scene), await ReadAsync(scene));
        var (certificate, others) = (await CertifyAsync(scene, id), await CertifyAsync(scene, other));
        await scene.RecordAsync(new RoomClosed(id, "Over."));

        await scene.RefusedAsync(new EngagementDecided(id, Decision.Certified, "Good.", null));
        await scene.RefusedAsync(new EngagementDecided(id, Decision.Certified, "Good.", others));
        await scene.RefusedAsync(new EngagementDecided(id, Decision.Refused, "Bad.", others));
        await scene.RefusedAsync(new EngagementDecided(id, Decision.Certified, "Good.", Digest.Of("none"u8)));
        await scene.RecordAsync(new EngagementDecided(id, Decision.Certified, "Good.", certificate), scene.Astrid);

        Assert.Equal((Decision.Certified, certificate), (scene.Find(id).Decision!.Value, scene.Find(id).Certificate!.Value));
        await Assert.ThrowsAsync<ActRefusedException>(() => CertifyAsync(scene, id));
    }

    [Fact]
    public async Task Decide_OnARevokedOrRefusingCertificate_IsRefused()
    {
        await using var scene = await Scene.MakeAsync();
        var (id, other) = (await ReadAsync(scene), await ReadAsync(scene));
        var certificate = await CertifyAsync(scene, id);
        await scene.RecordAsync(new Revoked(RevokedKind.Certificate, certificate, "The laboratory erred."));
        await scene.RecordAsync(new RoomClosed(id, "Over."));
        await scene.RefusedAsync(new EngagementDecided(id, Decision.Certified, "Good.", certificate));

        var against = await CertifyAsync(scene, other, ReviewConclusion.Refused);
        await scene.RecordAsync(new RoomClosed(other, "Over."));
        await scene.RefusedAsync(new EngagementDecided(other, Decision.Certified, "Good.", against));
        await scene.RecordAsync(new EngagementDecided(other, Decision.Refused, "As the laboratory says.", against));

        using var views = scene.Centre.Snapshot();
        Assert.Equal(CertificateState.Revoked, Certificates.Find(certificate, views)!.StateAt(scene.Time.Now));
        Assert.Equal(CertificateState.Refused, Certificates.Find(against, views)!.StateAt(scene.Time.Now));
    }

    [Fact]
    public async Task Certify_WithoutTheRight_IsRefused()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await ReadAsync(scene);
        var rasmus = scene.Rasmus;

        await Assert.ThrowsAsync<ActRefusedException>(() => CertifyAsync(scene, id, validity: TimeSpan.Zero));
        await Assert.ThrowsAsync<ActRefusedException>(() => CertifyAsync(scene, id, validity: TimeSpan.FromDays(2000)));
        await Assert.ThrowsAsync<ActRefusedException>(() => CertifyAsync(scene, id, by: scene.Sven));
        await Assert.ThrowsAsync<ActRefusedException>(() => CertifyAsync(scene, id, by: rasmus with { Role = Role.Authority, Party = Scene.Authority }));
        await Assert.ThrowsAsync<ActRefusedException>(() => CertifyAsync(scene, id, by: rasmus with { Person = "p-sven" }));
        await Assert.ThrowsAnyAsync<Exception>(() => CertifyAsync(scene, id, by: rasmus with { Keys = scene.Keys(Scene.OtherLaboratory) }));
        await Assert.ThrowsAsync<ActRefusedException>(async () => await CertifyAsync(scene, await scene.EngagementAsync(EngagementState.Disclosed)));
        await Assert.ThrowsAsync<ActRefusedException>(async () => await CertifyAsync(scene, await scene.EngagementAsync(EngagementState.Requested)));

        using var views = scene.Centre.Snapshot();
        Assert.Empty(Certificates.List(views));
    }

    [Fact]
    public async Task Count_ByContent_ACopyCountsAndALineOnce()
    {
        await using var scene = await Scene.MakeAsync();
        var id = await scene.EngagementAsync(EngagementState.Open);
        var session = await scene.EnterAsync(id);
        Assert.Equal((0, 0), Counted(session));

        await Scene.ShowAsync(session, Scene.MainPath, 1, 10);
        await Scene.ShowAsync(session, Scene.CopyPath, 6, 15);
        Assert.Equal((30, 1), Counted(session));
        await Scene.ShowAsync(await scene.EnterAsync(id, scene.Ruth), Scene.CopyPath, 1, 15);
        Assert.Equal((30, 2), Counted(session));

        // Beyond a file's end there is nothing to count.
        await Scene.ShowAsync(session, "src/other.c", 1, 400);
        Assert.Equal((33, 2), Counted(session));
        Assert.Equal((2 * Scene.MainLines) + 3, CoverageCount.Of(session.Tree, session.Laboratory, session.Earlier).LinesInScope);
        var (coverage, _) = scene.Rooms.Conclude(scene.Rasmus, scene.Find(id), CancellationToken.None);
        Assert.Equal((33, 2), (coverage.LinesDelivered, coverage.People));
    }

    private static (long Lines, int People) Counted(RoomSession session)
    {
        var coverage = CoverageCount.Of(session.Tree, session.Laboratory, session.Earlier);
        return (coverage.LinesDelivered, coverage.People);
    }

    private static async Task<string> ReadAsync(Scene scene)
    {
        var id = await scene.EngagementAsync(EngagementState.Open);
        var session = await scene.EnterAsync(id);
        await Scene.ShowAsync(session, Scene.MainPath, 1, 50);
        await session.WriteFindingAsync(Scene.MainPath, 8, FindingSeverity.High, "Overrun", "The index is not checked.", CancellationToken.None);
        await session.WriteFindingAsync(Scene.MainPath, 9, FindingSeverity.Critical, "Wrong", "It is.", CancellationToken.None);
        await session.WithdrawFindingAsync(session.Laboratory.Findings.First(finding => finding.Detail.Severity == FindingSeverity.Critical).Detail.Finding, CancellationToken.None);
        await Scene.ShowAsync(await scene.EnterAsync(id, scene.Ruth), "src/other.c", 2, 2);
        return id;
    }

    private static Task<Digest> CertifyAsync(Scene scene, string id, ReviewConclusion conclusion = ReviewConclusion.Certified, TimeSpan? validity = null, SignedIn? by = null) =>
        scene.Rooms.CertifyAsync(by ?? scene.Rasmus, scene.Find(id), conclusion, validity ?? TimeSpan.FromDays(365), CancellationToken.None);

    /// <summary>The statement from the file beside the log, verified, and looked up in the log by what was signed.</summary>
    private static Statement Open(Scene scene, Digest digest, PublicKey key)
    {
        var envelope = DsseEnvelope.Parse(File.ReadAllBytes(Path.Combine(scene.Centre.Paths.Statements, digest.ToHex() + ".json")));
        Assert.True(VerifiedStatement.TryOpen(envelope, key, out var verified));
        var log = new TileReader(scene.Centre.Paths.Log);
        var checkpoint = scene.Centre.LogCheckpoint();
        var (index, entry) = log.ReadEntries(new LogIndex(0), checkpoint.Size).Single(one => one.Entry.AsSpan().SequenceEqual(LogEntryBody.For(envelope, key)));
        Assert.True(log.ProveInclusion(index, checkpoint.Size).Verify(Merkle.LeafHash(entry), checkpoint.Root));
        return verified!.Statement;
    }
}
