using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre.Tests;

/// <summary>The centre's signing key beside other processes: whoever changes it, nothing is signed with the old one afterwards.</summary>
public sealed class SigningKeyTests
{
    [Fact]
    public async Task Record_AfterAnotherProcessChangedTheKey_AnchorsUnderTheNewOne()
    {
        await using var test = await TestCentre.MakeAsync();
        PublicKey newest;
        await using (var command = await test.OpenAsync())
        {
            // The command has read its key and waits for the lock; the one that holds it changes the key.
            (_, newest) = await RotateAsync(test);
            await command.RecordAsync(new Counted("apples", 1), Actor.Console, CancellationToken.None);
            await command.AnchorAsync(CancellationToken.None);
            Assert.Equal(newest, command.Keys.Signing.PublicKey);
        }

        await using var after = await test.OpenAsync();
        Assert.Equal(newest, after.Keys.Signing.PublicKey);
        Assert.Empty(LedgerVerification.Run(after, CancellationToken.None).Problems);
    }

    [Fact]
    public async Task Record_StatementSignedBeforeTheKeyChanged_IsRefusedAndNothingRecorded()
    {
        await using var test = await TestCentre.MakeAsync();
        await using (var command = await test.OpenAsync())
        {
            var told = Told.Stage(command, "early", command.Keys.Signing);
            var (old, _) = await RotateAsync(test);
            var refusal = await Assert.ThrowsAsync<ActRefusedException>(() => command.RecordAsync(told, Actor.Console, CancellationToken.None));
            Assert.Contains($"signed with the centre's old key {old.KeyId}, which was changed meanwhile", refusal.Message, StringComparison.Ordinal);

            // The same command again, in the same process: it signs with the new key.
            await command.RecordAsync(Told.Stage(command, "late", command.Keys.Signing), Actor.Console, CancellationToken.None);
        }

        await using var after = await test.OpenAsync();
        Assert.DoesNotContain(after.ReadActs(new LogIndex(0), after.LedgerCheckpoint().Size), recorded => recorded.Act is Told { Thing: "early" });
        Assert.Contains(after.ReadActs(new LogIndex(0), after.LedgerCheckpoint().Size), recorded => recorded.Act is Told { Thing: "late" });
        Assert.Empty(LedgerVerification.Run(after, CancellationToken.None).Problems);
    }

    [Fact]
    public async Task Rotate_ManyBesideEachOther_EachFollowsTheOneBeforeAndLeavesNoFile()
    {
        await using var test = await TestCentre.MakeAsync();
        var rotations = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => RotateAsync(test))));

        Assert.Equal(4, rotations.Select(rotation => rotation.Old).Distinct().Count());
        await using var after = await test.OpenAsync();
        using var views = after.Snapshot();
        Assert.Equal(5, SigningKeys.All(views).Count);
        Assert.Equal(SigningKeys.All(views)[^1].KeyId, after.Keys.Signing.PublicKey.KeyId);
        Assert.False(File.Exists(Path.Combine(after.Paths.Keys, "sign.next.key")));
        Assert.Empty(LedgerVerification.Run(after, CancellationToken.None).Problems);
    }

    [Fact]
    public async Task Record_RotationThatItsStatementDoesNotMake_IsRefusedWithTheReason()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();
        foreach (var (statement, reason) in Wrong(centre))
        {
            var refusal = await Assert.ThrowsAsync<ActRefusedException>(() => centre.RecordAsync(Rotated(centre, statement), Actor.Console, CancellationToken.None));
            Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(1UL, centre.LedgerCheckpoint().Size.Value);
        await centre.RecordAsync(Rotated(centre, Stage(centre, Right(centre), centre.Keys.Signing)), Actor.Console, CancellationToken.None);
    }

    [Fact]
    public async Task Verify_RotationThatItsStatementDoesNotMake_IsAProblem()
    {
        await using var test = await TestCentre.MakeAsync();
        List<(SigningKeyRotated Act, string Reason)> acts;
        await using (var centre = await test.OpenAsync())
        {
            // As one who has the ledger's key would write them past the writer; the statements wait, or are published.
            acts = [.. Wrong(centre).Select(wrong => (Rotated(centre, wrong.Statement), wrong.Reason))];
            await using var ledger = await TileLog.OpenAsync(new LogOptions { Folder = centre.Paths.Ledger, Signer = centre.Keys.Ledger }, test.Time, CancellationToken.None);
            foreach (var (act, _) in acts)
            {
                await ledger.AppendAsync(centre.Codec.Encode(new LogIndex(ledger.Checkpoint.Size.Value), test.Time.Now, Actor.Console, act), CancellationToken.None);
            }

            var problems = LedgerVerification.Run(centre, CancellationToken.None).Problems;
            Assert.Equal(acts.Count, problems.Count);
            Assert.All(acts.Zip(problems), pair => Assert.Contains(pair.First.Reason, pair.Second, StringComparison.Ordinal));
        }
    }

    /// <summary>Statements that do not make the rotation to the key that <see cref="Rotated"/> names, and why.</summary>
    private static IEnumerable<(Digest Statement, string Reason)> Wrong(OpenCentre centre)
    {
        using var stranger = SigningKey.Generate();
        using var other = SigningKey.Generate();
        var (own, right) = (centre.Keys.Signing, Right(centre));
        yield return (Told.Stage(centre, "no rotation", own).Statement, "is no rotation of a key");
        yield return (Stage(centre, right with { To = other.PublicKey }, own), $"names {other.PublicKey.KeyId} as the new key, and the act another");
        yield return (Stage(centre, right with { From = stranger.PublicKey.KeyId }, own), $"ends the key {stranger.PublicKey.KeyId}");
        yield return (Stage(centre, right with { Name = "vitrine.example/another" }, own), "is about a key of vitrine.example/another (centre)");
        yield return (Stage(centre, right with { Whose = RotatedKey.Party }, own), "(party), and the act about one of");
        yield return (Stage(centre, right with { At = right.At.AddSeconds(1) }, stranger), $"is signed with {stranger.PublicKey.KeyId}, and not with the key that it ends");
    }

    private static RotationPredicate Right(OpenCentre centre) =>
        new(RotatedKey.Centre, centre.Description.Origin, centre.Keys.Signing.PublicKey.KeyId, centre.Keys.PrepareSigning(), UtcTime.Whole(centre.Time.GetUtcNow()));

    private static SigningKeyRotated Rotated(OpenCentre centre, Digest statement) =>
        new(centre.Keys.Signing.PublicKey.KeyId, centre.Keys.Signing.PublicKey.Spki.ToArray(), centre.Keys.PrepareSigning().Spki.ToArray(), statement);

    private static Digest Stage(OpenCentre centre, RotationPredicate predicate, SigningKey key) => StagedStatement.Stage(centre.Paths, predicate.Of(), key);

    private static async Task<(PublicKey Old, PublicKey To)> RotateAsync(TestCentre test)
    {
        await using var centre = await test.OpenAsync();
        var to = (await SigningKeys.RotateAsync(centre, CancellationToken.None)).To;
        using var views = centre.Snapshot();
        return (SigningKeys.All(views)[^2].Key!, to);
    }
}
