using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Log.Tests;

/// <summary>A log whose checkpoints another key signs from now on: the same origin, entries and places.</summary>
public sealed class RekeyTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vitrine-rekey-");
    private readonly NoteSigner _next = NoteSigner.FromSeed(Sample.Signer.Name, [.. Enumerable.Range(101, 32).Select(i => (byte)i)]);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Rekey_ALogWithEntries_GoesOnUnderTheNewKeyAlone()
    {
        VerifiedCheckpoint before;
        await using (var log = await Sample.MakeAsync(Log, 300, 100))
        {
            before = log.Published;
        }

        Assert.True(await TileLog.IsUnderAsync(Sample.Options(Log), None));
        await TileLog.RekeyAsync(Sample.Options(Log), _next, None);
        Assert.True(await TileLog.IsUnderAsync(Sample.Options(Log) with { Signer = _next }, None));
        Assert.Contains("belongs to the key", (await Assert.ThrowsAsync<LogCorruptException>(() => TileLog.OpenAsync(Sample.Options(Log), TimeProvider.System, None))).Message, StringComparison.Ordinal);

        // Readers see the old key's checkpoint until the log is opened.
        Assert.Equal(before.Note.ToArray(), new TileReader(Log).CheckpointNote());
        await using var again = await TileLog.OpenAsync(Sample.Options(Log) with { Signer = _next }, TimeProvider.System, None);
        Assert.Equal((_next.Verifier, before.Size, before.Root), (again.Published.Log, again.Published.Size, again.Published.Root));
        Assert.Equal(NoteVerdict.Verified, VerifiedCheckpoint.TryOpen(again.Reader.CheckpointNote(), _next.Verifier, [], out _));
        await again.AppendAsync(Sample.Entries(300, 700), None);
        Assert.Equal(Sample.Tree(700).Root(), again.Published.Root);
        var found = await LogConsistency.CheckAsync(new FolderLogSource(Log), [_next.Verifier, Sample.Signer.Verifier], before, None);
        Assert.Equal(ConsistencyOutcome.GoesOn, found.Outcome);
        Assert.Equal(ConsistencyOutcome.NotSigned, (await LogConsistency.CheckAsync(new FolderLogSource(Log), [Sample.Signer.Verifier], before, None)).Outcome);
    }

    [Fact]
    public async Task Rekey_ALogThatIsFollowed_IsFollowedOnWithBothLines()
    {
        await using (await Sample.MakeAsync(Log, 30, 30))
        {
        }

        Assert.Equal(MonitorOutcome.Grew, await LookAsync(Both));
        await TileLog.RekeyAsync(Sample.Options(Log), _next, None);
        await using var log = await TileLog.OpenAsync(Sample.Options(Log) with { Signer = _next }, TimeProvider.System, None);
        Assert.Equal(MonitorOutcome.Unchanged, await LookAsync(Both));
        await log.AppendAsync(Sample.Entries(30, 60), None);
        Assert.Equal(MonitorOutcome.Grew, await LookAsync(Both));
        await Assert.ThrowsAsync<LogCorruptException>(() => LookAsync($"log {Sample.Signer.Verifier}\nquorum none\n"));
    }

    [Fact]
    public void Rekey_ALogThatIsWitnessed_IsCosignedOnByWhoKnowsBothKeys()
    {
        var tree = Sample.Tree(5);
        foreach (var (logs, status) in ((string, int)[])[(Both, 200), ($"log {Sample.Signer.Verifier}\nquorum none\n", 403)])
        {
            var folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, $"w{status}")).FullName;
            Witness.Create(folder);
            using var witness = Witness.Open(folder, new WitnessKeys(WitnessedLog.Key), LogPolicy.Parse(Encoding.UTF8.GetBytes(logs)), new FixedTime(WitnessedLog.Noon));
            Assert.Equal(200, witness.AddCheckpoint(Request(Sample.Signer, 0, 3)).Status);
            Assert.Equal(status, witness.AddCheckpoint(Request(_next, 3, 5)).Status);
        }

        byte[] Request(NoteSigner signer, ulong old, ulong size) => new AddCheckpointRequest(
            new TreeSize(old),
            tree.ProveConsistency(new TreeSize(old), new TreeSize(size)).Path,
            Note.Parse(VerifiedCheckpoint.Sign(new Checkpoint(signer.Name, new TreeSize(size), tree.Root(new TreeSize(size))), signer).Note.Span)).Encode();
    }

    [Fact]
    public async Task Rekey_ToAKeyOfAnotherName_IsRefused()
    {
        await using (await Sample.MakeAsync(Log, 3, 3))
        {
        }

        await Assert.ThrowsAsync<ArgumentException>(() => TileLog.RekeyAsync(Sample.Options(Log), NoteSigner.Generate("vitrine.example/other"), None));
        Assert.True(await TileLog.IsUnderAsync(Sample.Options(Log), None));
    }

    private string Log => Path.Combine(_folder.FullName, "log");

    private string Both => $"log {Sample.Signer.Verifier}\nlog {_next.Verifier}\nquorum none\n";

    private async Task<MonitorOutcome> LookAsync(string policy)
    {
        using var state = MonitorState.Open(Path.Combine(_folder.FullName, "state"));
        return (await new LogMonitor(new FolderLogSource(Log), LogPolicy.Parse(Encoding.UTF8.GetBytes(policy)), state, 1000).LookAsync(null, None)).Outcome;
    }
}
