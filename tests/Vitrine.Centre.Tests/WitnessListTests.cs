using Vitrine.Proofs;

namespace Vitrine.Centre.Tests;

/// <summary>Which list of witnesses follows which: an act with both, and a file that is what the act says.</summary>
public sealed class WitnessListTests
{
    [Fact]
    public async Task Set_OneListAfterAnother_IsRecordedWithBothAndRebuilds()
    {
        await using var test = await TestCentre.MakeAsync();
        await using (var centre = await test.OpenAsync())
        {
            var first = await SetAsync(test, centre, "one");
            var second = await SetAsync(test, centre, "two");
            await CentreWitnesses.SetAsync(centre, List(test, "two"), CancellationToken.None);
            await CentreWitnesses.SetAsync(centre, null, CancellationToken.None);
            var acts = centre.ReadActs(new LogIndex(0), centre.LedgerCheckpoint().Size).Select(recorded => recorded.Act).OfType<WitnessesSet>();
            Assert.Equal([new WitnessesSet(null, first), new WitnessesSet(first, second), new WitnessesSet(second, null)], acts);
            Assert.Contains("quorum all", System.Text.Encoding.UTF8.GetString(centre.Documents.Read(second)), StringComparison.Ordinal);
            Assert.False(File.Exists(centre.Paths.Witnesses));
            Assert.Empty(centre.WitnessPolicy().Witnesses);
        }

        await test.AssertViewsAreAProjectionAsync();
    }

    [Fact]
    public async Task Open_AChangeThatWasCutOffAfterItsAct_IsFinished()
    {
        await using var test = await TestCentre.MakeAsync();
        var paths = new CentrePaths(test.Folder);
        byte[] before, after;
        await using (var centre = await test.OpenAsync())
        {
            await SetAsync(test, centre, "one");
            before = await File.ReadAllBytesAsync(paths.Witnesses);
            await SetAsync(test, centre, "two");
            after = await File.ReadAllBytesAsync(paths.Witnesses);
        }

        await File.WriteAllBytesAsync(paths.Witnesses, before);
        await ReadyAsync(test);
        Assert.Equal(after, await File.ReadAllBytesAsync(paths.Witnesses));
    }

    [Fact]
    public async Task Open_AFileThatNoActPutThere_IsRefusedWithTheWayBack()
    {
        await using var test = await TestCentre.MakeAsync();
        var paths = new CentrePaths(test.Folder);
        await using (var centre = await test.OpenAsync())
        {
            await SetAsync(test, centre, "one");
        }

        var good = await File.ReadAllBytesAsync(paths.Witnesses);
        File.Copy(List(test, "other"), paths.Witnesses, overwrite: true);
        var refused = await Assert.ThrowsAsync<CentreUnusableException>(() => ReadyAsync(test));
        Assert.Contains("is not the list of witnesses that act 1 says", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"cp {Path.Combine(paths.Documents, Digest.Of(good).ToHex())} {paths.Witnesses}", refused.Message, StringComparison.Ordinal);
        File.Copy(Path.Combine(paths.Documents, Digest.Of(good).ToHex()), paths.Witnesses, overwrite: true);
        await ReadyAsync(test);
    }

    [Fact]
    public async Task Record_AListAfterOneThatIsNotOnRecord_IsRefused()
    {
        await using var test = await TestCentre.MakeAsync();
        await using var centre = await test.OpenAsync();
        var first = await SetAsync(test, centre, "one");
        foreach (var (act, by, reason) in ((WitnessesSet, Actor, string)[])
            [(new(null, null), Actor.Console, "changed meanwhile"), (new(first, null), Actor.Centre, "at the centre's console"), (new(first, Digest.Of("x"u8)), Actor.Console, "is not among this centre's documents")])
        {
            var refused = await Assert.ThrowsAsync<ActRefusedException>(() => centre.RecordAsync(act, by, CancellationToken.None));
            Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        }
    }

    private static async Task ReadyAsync(TestCentre test)
    {
        await using var centre = await test.OpenAsync();
        await centre.RecordAsync(new Counted("apples", 1), Actor.Console, CancellationToken.None);
    }

    private static async Task<Digest> SetAsync(TestCentre test, OpenCentre centre, string name)
    {
        await CentreWitnesses.SetAsync(centre, List(test, name), CancellationToken.None);
        Assert.Single(centre.WitnessPolicy().Witnesses);
        using var views = centre.Snapshot();
        return CentreWitnesses.Recorded(views)!.To!.Value;
    }

    // A witness whom nobody serves: appends do not wait for it.
    private static string List(TestCentre test, string name)
    {
        var file = Path.Combine(test.Folder, "scratch", name);
        if (!File.Exists(file))
        {
            File.WriteAllText(file, $"witness {name} {Cosigner.Generate("witness.example/" + name).Verifier} http://127.0.0.1:1/\ngroup all all {name}\nquorum all\n");
        }

        return file;
    }
}
