using System.Security.Cryptography;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Centre.Tests;

/// <summary>What a backup holds together, what its file shows, and what a restored centre must be shown.</summary>
public sealed class BackupTests : IDisposable
{
    private const string Passphrase = "a sentence of seven words is long";
    private const int Header = 17 + 16;
    private const int Chunk = 65536 + 16;

    private readonly string _folder = Directory.CreateTempSubdirectory("vitrine-backup-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Prove_OlderCheckpointsAlone_IsRefusedAndStaysShut()
    {
        await using var test = await TestCentre.MakeAsync();
        var older = await GrowAsync(test, "one");
        var newest = await GrowAsync(test, "two");
        var paths = await RestoreAsync(await BackUpAsync(test), "again");

        var refused = await Assert.ThrowsAsync<CentreUnusableException>(() => ProveAsync(paths, older));
        Assert.Contains("Only older checkpoints were brought", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(RestoredMarker.Read(paths));

        var shown = await ProveAsync(paths, older, newest);
        Assert.Equal(new TreeSize(2), shown.Size);
        Assert.Null(RestoredMarker.Read(paths));
    }

    [Fact]
    public async Task Prove_LogWentOnAfterTheBackup_IsRefused()
    {
        await using var test = await TestCentre.MakeAsync();
        await GrowAsync(test, "one");
        var backup = await BackUpAsync(test);
        var newest = await GrowAsync(test, "two");

        var refused = await Assert.ThrowsAsync<CentreUnusableException>(async () => await ProveAsync(await RestoreAsync(backup, "again"), newest));

        Assert.Contains("older than what was published", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prove_LogAndLedgerChangedTheirKeys_GoesOnUnderTheNewOnes()
    {
        await using var test = await TestCentre.MakeAsync();
        await GrowAsync(test, "one");
        await using (var centre = await test.OpenAsync())
        {
            await LogKeys.RotateAsync(centre, CentreLog.Log, CancellationToken.None);
            await LogKeys.RotateAsync(centre, CentreLog.Ledger, CancellationToken.None);
        }

        var newest = await GrowAsync(test, "two");
        var paths = await RestoreAsync(await BackUpAsync(test), "again");
        await ProveAsync(paths, newest);
        await using var restored = await OpenCentre.OpenAsync(paths.Folder, TestCentre.Parts, CentreUse.Command, test.Time, CancellationToken.None);
        Assert.Empty(LedgerVerification.Run(restored, CancellationToken.None).Problems);
        await LogKeys.RotateAsync(restored, CentreLog.Log, CancellationToken.None);
    }

    [Fact]
    public async Task Prove_WitnessesCannotBeAsked_IsRefused()
    {
        await using var test = await TestCentre.MakeAsync();
        var newest = await GrowAsync(test, "one");
        var paths = await RestoreAsync(await BackUpAsync(test), "again");
        await File.WriteAllTextAsync(paths.Witnesses, $"witness w {Cosigner.Generate("witness.example/w").Verifier} http://127.0.0.1:1/\nquorum w\n");

        var refused = await Assert.ThrowsAsync<CentreUnusableException>(() => ProveAsync(paths, newest));

        Assert.Contains("Not enough of the log's witnesses", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(RestoredMarker.Read(paths));
    }

    [Fact]
    public async Task Prove_CutOffBeforeItsAct_StaysShut()
    {
        await using var test = await TestCentre.MakeAsync();
        var newest = await GrowAsync(test, "one");
        var paths = await RestoreAsync(await BackUpAsync(test), "again");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RestoredMarker.ProveAsync(paths, [("here", newest)], TestCentre.Parts, test.Time, new CancellationToken(canceled: true)));

        await Assert.ThrowsAsync<CentreUnusableException>(() => OpenCentre.OpenAsync(paths.Folder, TestCentre.Parts, CentreUse.Command, test.Time, CancellationToken.None));
        await ProveAsync(paths, newest);
        await using var centre = await OpenCentre.OpenAsync(paths.Folder, TestCentre.Parts, CentreUse.Command, test.Time, CancellationToken.None);
        Assert.Contains(centre.ReadActs(new LogIndex(0), centre.LedgerCheckpoint().Size), recorded => recorded.Act is CentreRestored);
    }

    [Fact]
    public async Task Backup_WhileStatementsArePublished_HoldsAllThatWait()
    {
        await using var test = await TestCentre.MakeAsync();
        var files = new List<string>();
        await using (var centre = await test.OpenAsync(CentreUse.Serve))
        {
            using var stop = new CancellationTokenSource();
            var telling = Task.Run(async () =>
            {
                for (var i = 0; !stop.IsCancellationRequested; i++)
                {
                    await centre.RecordAsync(Told.Stage(centre, $"thing {i}", centre.Keys.Signing), Actor.Console, CancellationToken.None);
                }
            });
            for (var i = 0; i < 8; i++)
            {
                files.Add(await BackUpAsync(test));
            }

            await stop.CancelAsync();
            await telling;
        }

        foreach (var (i, file) in files.Index())
        {
            var paths = await RestoreAsync(file, $"again-{i}");
            await ProveAsync(paths, await File.ReadAllBytesAsync(Path.Combine(paths.Log, "checkpoint")));
            await using var again = await OpenCentre.OpenAsync(paths.Folder, TestCentre.Parts, CentreUse.Command, test.Time, CancellationToken.None);
            using var views = again.Snapshot();
            Assert.Empty(CorePart.Unpublished(views));
        }
    }

    [Fact]
    public async Task Prove_WaitingStatementIsMissing_IsRefused()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync(CentreUse.Serve);
        BackupCut cut;
        for (var i = 0; ; i++)
        {
            await centre.RecordAsync(Told.Stage(centre, $"thing {i}", centre.Keys.Signing), Actor.Console, CancellationToken.None);
            cut = await BackupCut.FindAsync(centre, CancellationToken.None);
            if (cut.Staged.Length > 0)
            {
                break;
            }
        }

        var file = Path.Combine(_folder, "lacking");
        await Backup.WriteAsync(centre, cut with { Staged = [] }, file, Passphrase, CancellationToken.None);
        var paths = await RestoreAsync(file, "again");

        var refused = await Assert.ThrowsAsync<CentreFaultException>(async () => await ProveAsync(paths, await File.ReadAllBytesAsync(Path.Combine(paths.Log, "checkpoint"))));

        Assert.Contains("is missing from", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(RestoredMarker.Read(paths));
    }

    [Fact]
    public async Task Backup_KeyChangesAfterTheCut_HoldsTheKeyOfTheCut()
    {
        await using var test = await TestCentre.MakeAsync();
        var newest = await GrowAsync(test, "one");
        var file = Path.Combine(_folder, "backup");
        Digest old;
        await using (var centre = await test.OpenAsync())
        {
            old = centre.Keys.Signing.PublicKey.KeyId;
            var cut = await BackupCut.FindAsync(centre, CancellationToken.None);
            await SigningKeys.RotateAsync(centre, CancellationToken.None);
            await Backup.WriteAsync(centre, cut, file, Passphrase, CancellationToken.None);
        }

        var paths = await RestoreAsync(file, "again");
        await ProveAsync(paths, newest);
        await using var again = await OpenCentre.OpenAsync(paths.Folder, TestCentre.Parts, CentreUse.Command, test.Time, CancellationToken.None);
        Assert.Equal(old, again.Keys.Signing.PublicKey.KeyId);
    }

    [Fact]
    public async Task Backup_OfAnything_ShowsNothingOfIt()
    {
        await using var test = await TestCentre.MakeAsync();
        await using (var centre = await test.OpenAsync())
        {
            centre.Documents.Add("a document that nobody may read"u8);
            await File.WriteAllTextAsync(centre.Paths.Witnesses, "# nobody\nquorum none\n");
        }

        var bytes = await File.ReadAllBytesAsync(await BackUpAsync(test));

        foreach (var plain in (string[])["a document that nobody", "Test centre", "# nobody", "manifest.json", "centre.json", "SQLite", "PRIVATE KEY"])
        {
            Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(plain)) < 0, plain);
        }
    }

    [Fact]
    public async Task Restore_ChangedInAnyWay_IsRefusedAndLeavesNothing()
    {
        await using var test = await TestCentre.MakeAsync();
        await using (var centre = await test.OpenAsync())
        {
            centre.Documents.Add(RandomNumberGenerator.GetBytes(4 * Chunk));
        }

        var bytes = await File.ReadAllBytesAsync(await BackUpAsync(test));
        var first = bytes[Header..(Header + Chunk)];
        var second = bytes[(Header + Chunk)..(Header + (2 * Chunk))];
        var rest = bytes[(Header + (2 * Chunk))..];
        await RefusedAsync([.. bytes[..Header], .. second, .. first, .. rest], "altered");
        await RefusedAsync([.. bytes[..Header], .. first, .. rest], "altered");
        await RefusedAsync([.. bytes[..Header], .. first, .. second], "cut off");
        await RefusedAsync([.. bytes, 0], "altered");
        await RefusedAsync(bytes[..^1], "cut off");
        await RefusedAsync(bytes[..Header], "cut off");
        await RefusedAsync([], "does not begin");
        foreach (var at in (int[])[Header - 1, Header + 5, Header + Chunk + 7, bytes.Length - 20, bytes.Length - 1])
        {
            var altered = bytes.ToArray();
            altered[at] ^= 1;
            await RefusedAsync(altered, "altered");
        }
    }

    [Fact]
    public async Task Restore_CosignedCheckpoint_KeepsItsNote()
    {
        await using var test = await TestCentre.MakeAsync();
        await GrowAsync(test, "one");
        var checkpoint = Path.Combine(test.Folder, "log", "checkpoint");
        await File.AppendAllTextAsync(checkpoint, $"— witness.example/w {Convert.ToBase64String(new byte[76])}\n");

        var paths = await RestoreAsync(await BackUpAsync(test), "again");

        Assert.Equal(await File.ReadAllTextAsync(checkpoint), await File.ReadAllTextAsync(Path.Combine(paths.Log, "checkpoint")));
    }

    [Fact]
    public void Leftovers_OfARestoreThatWasCutOff_AreNamed()
    {
        var left = Directory.CreateDirectory(Path.Combine(_folder, $"again.{Guid.NewGuid():N}.tmp")).FullName;
        Directory.CreateDirectory(Path.Combine(_folder, "against.tmp"));

        Assert.Equal(left, Assert.Single(Restore.Leftovers(Path.Combine(_folder, "again"))));
    }

    [Fact]
    public async Task Backup_MoreKeysThanARestoreTakes_IsRefusedAndLeavesNothing()
    {
        await using var test = await TestCentre.MakeAsync();
        var domains = Path.Combine(test.Folder, "keys", "domain");
        for (var i = 0; i <= BackupCut.MaxKeys / 65536; i++)
        {
            await File.WriteAllBytesAsync(Path.Combine(domains, $"{i}.key"), new byte[65536]);
            File.SetUnixFileMode(Path.Combine(domains, $"{i}.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var refused = await Assert.ThrowsAsync<CentreFaultException>(() => BackUpAsync(test));

        Assert.Contains("The keys take more than", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    /// <summary>Records and anchors; gives the log's checkpoint then.</summary>
    private static async Task<byte[]> GrowAsync(TestCentre test, string thing)
    {
        await using var centre = await test.OpenAsync();
        await centre.RecordAsync(new Counted(thing, 1), Actor.Console, CancellationToken.None);
        await centre.AnchorAsync(CancellationToken.None);
        return await File.ReadAllBytesAsync(Path.Combine(test.Folder, "log", "checkpoint"));
    }

    private async Task<string> BackUpAsync(TestCentre test)
    {
        await using var centre = await test.OpenAsync();
        var file = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        await Backup.WriteAsync(centre, file, Passphrase, CancellationToken.None);
        return file;
    }

    private async Task<CentrePaths> RestoreAsync(string file, string name)
    {
        var folder = Path.Combine(_folder, name);
        await Restore.ReadAsync(file, folder, Passphrase, CancellationToken.None);
        return new CentrePaths(folder);
    }

    private static Task<VerifiedCheckpoint> ProveAsync(CentrePaths paths, params byte[][] newest) =>
        RestoredMarker.ProveAsync(paths, [.. newest.Select(note => ("here", note))], TestCentre.Parts, new ManualTime(), CancellationToken.None);

    private async Task RefusedAsync(byte[] bytes, string reason)
    {
        var file = Path.Combine(_folder, "changed");
        await File.WriteAllBytesAsync(file, bytes);
        var refused = await Assert.ThrowsAsync<BackupFormatException>(() => RestoreAsync(file, "again"));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(_folder), path => Path.GetFileName(path).StartsWith("again", StringComparison.Ordinal));
    }
}
