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

    private static async Task<(PublicKey Old, PublicKey To)> RotateAsync(TestCentre test)
    {
        await using var centre = await test.OpenAsync();
        var to = (await SigningKeys.RotateAsync(centre, CancellationToken.None)).To;
        using var views = centre.Snapshot();
        return (SigningKeys.All(views)[^2].Key!, to);
    }
}
