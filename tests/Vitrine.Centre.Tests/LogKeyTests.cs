using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre.Tests;

/// <summary>The keys of the public log and of the ledger change, wherever it is cut off; origins, entries and places stay.</summary>
public sealed class LogKeyTests
{
    [Fact]
    public async Task Rotate_BothLogs_GoOnUnderNewKeysAndEverythingHolds()
    {
        await using var test = await TestCentre.MakeAsync();
        VerifiedCheckpoint log;
        await using (var stale = await test.OpenAsync())
        {
            await using (var centre = await test.OpenAsync())
            {
                await centre.RecordAsync(new Counted("apples", 1), Actor.Console, CancellationToken.None);
                await centre.AnchorAsync(CancellationToken.None);
                log = centre.LogCheckpoint();
                foreach (var which in (CentreLog[])[CentreLog.Log, CentreLog.Ledger, CentreLog.Log])
                {
                    var announced = LogKeys.Announce(centre, which);
                    var (from, to, index) = await LogKeys.RotateAsync(centre, which, CancellationToken.None);
                    Assert.Equal((announced, from.Name), (to, to.Name));
                    Assert.Equal(to, (which == CentreLog.Log ? centre.Keys.Log : centre.Keys.Ledger).Verifier);
                    Assert.True(index.Value < centre.LogCheckpoint().Size.Value);
                    await centre.RecordAsync(new Counted("apples", 1), Actor.Console, CancellationToken.None);
                }

                Assert.DoesNotContain(Directory.EnumerateFiles(centre.Paths.Keys), file => file.Contains("next", StringComparison.Ordinal));
                Assert.Equal(centre.Keys.Log.Verifier, centre.LogCheckpoint().Log);
            }

            // It has read the keys of before.
            await stale.RecordAsync(new Counted("pears", 1), Actor.Console, CancellationToken.None);
            await stale.AnchorAsync(CancellationToken.None);
        }

        await using (var after = await test.OpenAsync(CentreUse.Serve))
        {
            Assert.Empty(LedgerVerification.Run(after, CancellationToken.None).Problems);
            var goesOn = await LogConsistency.CheckAsync(new FolderLogSource(after.Paths.Log), [after.Keys.Log.Verifier], log, CancellationToken.None);
            Assert.Equal(ConsistencyOutcome.GoesOn, goesOn.Outcome);
            using (var views = after.Snapshot())
            {
                Assert.Equal((3, 2), (LogKeys.All(CentreLog.Log, views).Count, LogKeys.All(CentreLog.Ledger, views).Count));
            }

            var refused = await Assert.ThrowsAsync<ActRefusedException>(async () =>
            {
                await using var command = await test.OpenAsync();
                await LogKeys.RotateAsync(command, CentreLog.Log, CancellationToken.None);
            });
            Assert.Contains("A server runs", refused.Message, StringComparison.Ordinal);
        }

        CopyLedger(test);
        Assert.Equal(LedgerCopy.Open(test.Folder + ".copy", TestCentre.Parts, CancellationToken.None).Checkpoint.Size, (await SizeAsync(test)));
        Directory.Delete(test.Folder + ".copy", recursive: true);
        await test.AssertViewsAreAProjectionAsync();
    }

    [Theory]
    [InlineData(CentreLog.Log, false)]
    [InlineData(CentreLog.Ledger, false)]
    [InlineData(CentreLog.Log, true)]
    [InlineData(CentreLog.Ledger, true)]
    public async Task Open_ARotationThatWasCutOff_IsFinished(CentreLog which, bool rekeyed)
    {
        await using var test = await TestCentre.MakeAsync();
        NoteVerifier to;
        await using (var centre = await test.OpenAsync())
        {
            to = LogKeys.Announce(centre, which);
            await centre.RecordAsync(Rotated(centre, which, to, centre.Keys.Signing), Actor.Console, CancellationToken.None);
        }

        if (rekeyed)
        {
            // The log went over, the key's file not yet; and the views are lost too.
            using var keys = CentreKeys.Open(new CentrePaths(test.Folder).Keys);
            await TileLog.RekeyAsync(LogKeys.OptionsOf(new CentrePaths(test.Folder), which, keys.Of(which)), keys.NextLog(which)!, CancellationToken.None);
            await test.AssertViewsAreAProjectionAsync();
        }

        await using (var centre = await test.OpenAsync())
        {
            await centre.RecordAsync(new Counted("apples", 1), Actor.Console, CancellationToken.None);
            Assert.Equal(to, centre.Keys.Of(which).Verifier);
            Assert.Null(centre.Keys.NextLog(which));
            Assert.Equal(to, (which == CentreLog.Log ? centre.LogCheckpoint() : centre.LedgerCheckpoint()).Log);
            Assert.Empty(LedgerVerification.Run(centre, CancellationToken.None).Problems);
        }

        await test.AssertViewsAreAProjectionAsync();
    }

    [Fact]
    public async Task Record_WhatChangesNoKey_IsRefusedWithTheReason()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();
        using var stranger = SigningKey.Generate();
        var to = LogKeys.Announce(centre, CentreLog.Log);
        var right = Rotated(centre, CentreLog.Log, to, centre.Keys.Signing);
        var another = NoteSigner.Generate(to.Name).Verifier;
        (LogKeyRotated Act, Actor By, string Reason)[] wrong =
        [
            (right, Actor.Centre, "at the centre's console"),
            (right with { From = another.ToString() }, Actor.Console, $"ends the key {centre.Keys.Log.Verifier} of the public log, and the act {another}"),
            (right with { To = another.ToString() }, Actor.Console, $"names {to} as the new key"),
            (right with { SignedBy = stranger.PublicKey.KeyId }, Actor.Console, "and not with the one that the act names"),
            (Rotated(centre, CentreLog.Log, to, stranger, later: 1), Actor.Console, "is not signed with the key with which the centre signs"),
            (right with { Rotation = Told.Stage(centre, "else", centre.Keys.Signing).Statement }, Actor.Console, "is no rotation of a key"),
        ];
        foreach (var (act, by, reason) in wrong)
        {
            Assert.Contains(reason, (await Assert.ThrowsAsync<ActRefusedException>(() => centre.RecordAsync(act, by, CancellationToken.None))).Message, StringComparison.Ordinal);
        }

        Assert.Equal(1UL, centre.LedgerCheckpoint().Size.Value);
    }

    [Fact]
    public async Task Rotate_WhereTheWitnessesNameTheOldKeyAlone_IsRefusedAndNothingIsRecorded()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();
        var file = Path.Combine(test.Folder, "scratch", "list");
        await File.WriteAllTextAsync(file, $"log {centre.Keys.Log.Verifier}\nquorum none\n");
        await CentreWitnesses.SetAsync(centre, file, CancellationToken.None);
        var size = centre.LedgerCheckpoint().Size;
        var refused = await Assert.ThrowsAsync<ActRefusedException>(() => LogKeys.RotateAsync(centre, CentreLog.Log, CancellationToken.None));
        Assert.Contains($"log {LogKeys.Announce(centre, CentreLog.Log)}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(size, centre.LedgerCheckpoint().Size);
        await File.AppendAllTextAsync(file, $"log {LogKeys.Announce(centre, CentreLog.Log)}\n");
        await CentreWitnesses.SetAsync(centre, file, CancellationToken.None);
        await LogKeys.RotateAsync(centre, CentreLog.Log, CancellationToken.None);
    }

    private static LogKeyRotated Rotated(OpenCentre centre, CentreLog which, NoteVerifier to, SigningKey signer, int later = 0)
    {
        var from = centre.Keys.Of(which).Verifier;
        var said = new LogKeyPredicate(which, from, to, UtcTime.Whole(centre.Time.GetUtcNow()).AddSeconds(later));
        return new LogKeyRotated(which, from.ToString(), to.ToString(), signer.PublicKey.KeyId, StagedStatement.Stage(centre.Paths, said.Of(), signer));
    }

    private static async Task<TreeSize> SizeAsync(TestCentre test)
    {
        await using var centre = await test.OpenAsync();
        return centre.LedgerCheckpoint().Size;
    }

    private static void CopyLedger(TestCentre test)
    {
        var from = new CentrePaths(test.Folder).Ledger;
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(test.Folder + ".copy", Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }
}
