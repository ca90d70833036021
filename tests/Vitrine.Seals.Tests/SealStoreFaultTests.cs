namespace Vitrine.Seals.Tests;

/// <summary>One table of durable steps, each of which a process does not survive.</summary>
public sealed class SealStoreFaultTests : IDisposable
{
    private const int Killed = 137;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("pack written", false)]
    [InlineData("pack synced", false)]
    [InlineData("segments written", false)]
    [InlineData("manifest written", false)]
    [InlineData("about written", false)]
    [InlineData("key written", false)]
    [InlineData("pack moved", false)]
    [InlineData("pack kept", false)]
    [InlineData("seal moved", true)]
    [InlineData("seal kept", true)]
    public async Task MakeAsync_KilledAtAStep_LeavesAWholeSealOrNone(string step, bool whole)
    {
        _folder.Write("old/a", "shared").Write("tree/a", "shared").Write("tree/b", new string('b', 10_000));
        using var store = TestKeys.Store(_folder["store"]);
        var old = await store.MakeAsync(_folder["old"]);

        var child = Child.Run("make", _folder["store"], _folder["tree"], step);

        Assert.Equal((Killed, step), (child.ExitCode, child.Output.Trim().Split('\n')[^1]));
        Assert.Equal(whole ? 2 : 1, store.List().Count);
        Assert.All(store.List(), seal => Assert.Null(seal.Damage));
        await store.SweepAsync(CancellationToken.None);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["store/temp"]));
        Assert.Equal(whole ? 2 : 1, Directory.EnumerateFiles(_folder["store/packs"]).Count());
        var made = await store.MakeAsync(_folder["tree"]);
        Assert.Equal(whole, made.WasThere);
        foreach (var root in (SealRoot[])[old.Root, made.Root])
        {
            Assert.True((await store.VerifyAsync(root, null, CancellationToken.None)).IsGood);
        }
    }

    [Theory]
    [InlineData("manifest written", false)]
    [InlineData("pack kept", false)]
    [InlineData("seal moved", true)]
    public async Task MakeAsync_KilledWhileItHeals_LeavesTheDamagedSealOrTheHealedOne(string step, bool healed)
    {
        _folder.Write("tree/a", new string('a', 5000)).Write("tree/b", "short");
        using var store = TestKeys.Store(_folder["store"]);
        var made = await store.MakeAsync(_folder["tree"]);
        var pack = Directory.GetFiles(_folder["store/packs"]).Single();
        var bytes = await File.ReadAllBytesAsync(pack);
        bytes[30] ^= 1;
        await File.WriteAllBytesAsync(pack, bytes);

        var child = Child.Run("make", _folder["store"], _folder["tree"], step);

        Assert.Equal(Killed, child.ExitCode);
        Assert.Equal(healed, (await store.VerifyAsync(made.Root, null, CancellationToken.None)).IsGood);
        Assert.True((await store.MakeAsync(_folder["tree"])).WasThere);
        Assert.True((await store.VerifyAsync(made.Root, null, CancellationToken.None)).IsGood);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["store/temp"]));
    }

    [Theory]
    [InlineData("before the key", false)]
    [InlineData("key destroyed", true)]
    [InlineData("contents erased", true)]
    [InlineData("seal removed", true)]
    public async Task DestroyAsync_KilledAtAStep_IsFinishedByTheNextSweep(string step, bool destroyed)
    {
        _folder.Write("one/own", new string('o', 5000)).Write("one/shared", "shared").Write("two/shared", "shared");
        using var store = TestKeys.Store(_folder["store"]);
        var one = await store.MakeAsync(_folder["one"]);
        var two = await store.MakeAsync(_folder["two"]);

        var child = Child.Run("destroy", _folder["store"], one.Root.ToString(), step);

        Assert.Equal(Killed, child.ExitCode);
        Assert.Equal(destroyed ? [two.Root] : new[] { one.Root, two.Root }.OrderBy(root => root.ToString(), StringComparer.Ordinal), store.List().Select(seal => seal.Root));
        await store.SweepAsync(CancellationToken.None);
        Assert.Equal(destroyed ? 1 : 2, Directory.EnumerateDirectories(_folder["store/seals"]).Count());
        Assert.All(store.List(), seal => Assert.Null(seal.Damage));
        Assert.True((await store.VerifyAsync(two.Root, null, CancellationToken.None)).IsGood);
    }

    [TmpfsFact]
    public async Task MakeAsync_FullDisk_SaysSoAndKeepsNothing()
    {
        var large = new byte[5_000_000];
        new Random(5).NextBytes(large);
        _folder.Write("small/a", "a").Write("tree/a", "a").Write("tree/b", large[..2_000_000]).Write("tree/large", large);
        using var disk = new Tmpfs(_folder["disk"], "1m");
        using var store = TestKeys.Store(_folder["disk/store"]);
        var kept = await store.MakeAsync(_folder["small"]);

        var refused = await Assert.ThrowsAsync<SealStoreException>(() => store.MakeAsync(_folder["tree"]));

        Assert.Equal(SealStoreFault.WriteFailed, refused.Fault);
        Assert.Contains("No space left", refused.Message, StringComparison.Ordinal);
        Assert.Equal([kept.Root], store.List().Select(seal => seal.Root));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["disk/store/temp"]));
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder["disk/store/packs"]));
        File.Delete(_folder["tree/b"]);
        File.Delete(_folder["tree/large"]);
        Assert.True((await store.MakeAsync(_folder["tree"])).WasThere);
    }

    [Fact]
    public void MakeAsync_NoRoomLeft_SaysSoAndKeepsNothing()
    {
        var large = new byte[3_000_000];
        new Random(5).NextBytes(large);
        _folder.Write("tree/a", "a").Write("tree/large", large);

        // A limit on the size of files (in blocks of 512 bytes) fails a write as a full disk does; the runtime's own memory files are kept out of it.
        var child = Child.Run("ulimit -f 2000; trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0", ["make", _folder["store"], _folder["tree"], "never"]);

        Assert.Equal(1, child.ExitCode);
        Assert.StartsWith("WriteFailed: The store ", child.Errors, StringComparison.Ordinal);
        using var store = TestKeys.Store(_folder["store"]);
        Assert.Empty(store.List());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["store/temp"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["store/packs"]));
    }

    [Fact]
    public void MakeAsync_NoRoomLeftForTheListOfFiles_SaysSoAndKeepsNothing()
    {
        for (var i = 0; i < 2000; i++)
        {
            _folder.Write($"tree/{i}", "same");
        }

        var child = Child.Run("ulimit -f 80; trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0", ["make", _folder["store"], _folder["tree"], "never"]);

        Assert.Equal(1, child.ExitCode);
        Assert.StartsWith("WriteFailed: The store ", child.Errors, StringComparison.Ordinal);
        using var store = TestKeys.Store(_folder["store"]);
        Assert.Empty(store.List());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["store/temp"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["store/packs"]));
    }

    [Fact]
    public async Task MakeAsync_TwoAtOnce_BothAreWhole()
    {
        for (var i = 0; i < 300; i++)
        {
            _folder.Write($"one/{i}", $"shared {i}").Write($"two/{i}", $"shared {i}");
        }

        _folder.Write("one/own", "one").Write("two/own", "two");
        using var store = TestKeys.Store(_folder["store"]);

        var made = await Task.WhenAll(store.MakeAsync(_folder["one"]), store.MakeAsync(_folder["two"]), store.MakeAsync(_folder["one"]));

        Assert.Equal(2, store.List().Count);
        Assert.Equal(2, Directory.EnumerateFiles(_folder["store/packs"], "*.pack").Count());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["store/temp"]));
        foreach (var seal in made)
        {
            Assert.True((await store.VerifyAsync(seal.Root, null, CancellationToken.None)).IsGood);
        }
    }

    [Fact]
    public async Task MakeAsync_WhileAnotherProcessSeals_IsRefusedAndDisturbsNothing()
    {
        _folder.Write("one/a", new string('a', 5000)).Write("two/b", new string('b', 5000));
        (int ExitCode, string Output, string Errors) other = default;
        using var store = TestKeys.Store(_folder["store"], step: at =>
        {
            if (at == "pack moved")
            {
                other = Child.Run("make", _folder["store"], _folder["two"], "never");
            }
        });

        var made = await store.MakeAsync(_folder["one"]);

        Assert.Equal(1, other.ExitCode);
        Assert.StartsWith("Busy: Another process is making or destroying a seal in ", other.Errors, StringComparison.Ordinal);
        Assert.Equal([made.Root], store.List().Select(seal => seal.Root));
        Assert.True((await store.VerifyAsync(made.Root, null, CancellationToken.None)).IsGood);
        Assert.Equal(0, Child.Run("make", _folder["store"], _folder["two"], "never").ExitCode);
    }

    [Fact]
    public async Task Open_CentresKeyLost_SaysSoAndTheTreeCanBeSealedAgain()
    {
        _folder.Write("tree/a", new string('a', 5000));
        using var before = TestKeys.Store(_folder["store"]);
        var made = await before.MakeAsync(_folder["tree"]);
        using var store = TestKeys.Store(_folder["store"], seed: 8);

        var refused = Assert.Throws<SealStoreException>(() => store.Open(made.Root));

        Assert.Equal(SealStoreFault.WrongKey, refused.Fault);
        Assert.Contains(made.Root.ToString(), refused.Message, StringComparison.Ordinal);
        var again = await store.MakeAsync(_folder["tree"]);
        Assert.Equal((made.Root, true), (again.Root, again.WasHealed));
        Assert.True((await store.VerifyAsync(made.Root, null, CancellationToken.None)).IsGood);
        Assert.Equal(SealStoreFault.WrongKey, Assert.Throws<SealStoreException>(() => before.Open(made.Root)).Fault);
    }

    [Fact]
    public async Task MakeAsync_FolderThatCannotBeMade_SaysSo()
    {
        _folder.Write("file", "not a folder").Write("tree/a", "a");
        using var store = TestKeys.Store(_folder["file/store"]);

        Assert.Equal(SealStoreFault.WriteFailed, (await Assert.ThrowsAsync<SealStoreException>(() => store.MakeAsync(_folder["tree"]))).Fault);
    }
}
