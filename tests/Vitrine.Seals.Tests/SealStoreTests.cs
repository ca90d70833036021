using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Seals.Tests;

public sealed class SealStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task MakeAsync_AnyTree_ReadsBackExactly()
    {
        var random = new Random(20261121);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        int[] sizes = [0, 1, 2, 15, 16, 100, 8000, 65_536, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, (4 << 20) + 1, (5 << 20) + 7];
        foreach (var (i, size) in sizes.Index())
        {
            var content = new byte[size];
            random.NextBytes(content);
            files[$"random/{i}"] = content;
            files[$"text/{i}"] = Encoding.UTF8.GetBytes(new string('x', size));
        }

        foreach (var (path, content) in files)
        {
            _folder.Write("tree/" + path, content);
        }

        using var store = TestKeys.Store(_folder["store"]);
        var made = await store.MakeAsync(_folder["tree"]);

        using var seal = store.Open(made.Root);
        Assert.Equal(files.Keys.Order(StringComparer.Ordinal), seal.Whole.Files.Select(file => file.Path));
        Assert.All(files, file => Assert.True(seal.Whole.Read(file.Key).Span.SequenceEqual(file.Value)));
        Assert.True((await store.VerifyAsync(made.Root, null, CancellationToken.None)).IsGood);
        Assert.Equal(TestKeys.Noon, store.About(made.Root).Made);
    }

    [Fact]
    public async Task MakeAsync_SameTree_HasTheSameRootAndIsKeptOnce()
    {
        _folder.Write("tree/a", "a").Write("tree/b", "b");
        using var store = TestKeys.Store(_folder["store"]);
        using var other = TestKeys.Store(_folder["other"]);

        var first = await store.MakeAsync(_folder["tree"]);
        var second = await store.MakeAsync(_folder["tree"]);
        var elsewhere = await other.MakeAsync(_folder["tree"]);
        var otherDomain = await store.MakeAsync(_folder["tree"], domain: 2);

        Assert.False(first.WasThere);
        Assert.True(second.WasThere);
        Assert.Equal([first.Root, first.Root], [second.Root, elsewhere.Root]);
        Assert.NotEqual(first.Root, otherDomain.Root);
        Assert.Equal(2, store.List().Count);
    }

    [Fact]
    public async Task MakeAsync_AnyChange_ChangesTheRoot()
    {
        using var store = TestKeys.Store(_folder["store"]);
        var roots = new List<SealRoot>();
        _folder.Write("tree/a", [1, 2, 3]).Write("tree/b", "b");
        roots.Add((await store.MakeAsync(_folder["tree"])).Root);
        for (var bit = 0; bit < 24; bit++)
        {
            var changed = new byte[] { 1, 2, 3 };
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            _folder.Write("tree/a", changed);
            roots.Add((await store.MakeAsync(_folder["tree"])).Root);
        }

        _folder.Write("tree/a", [1, 2, 3]).Executable("tree/a");
        roots.Add((await store.MakeAsync(_folder["tree"])).Root);
        File.Move(_folder["tree/a"], _folder["tree/c"]);
        roots.Add((await store.MakeAsync(_folder["tree"])).Root);
        File.Delete(_folder["tree/c"]);
        roots.Add((await store.MakeAsync(_folder["tree"])).Root);

        Assert.Equal(roots.Count, roots.Distinct().Count());
    }

    [Fact]
    public async Task MakeAsync_NextVersion_WritesOnlyWhatIsNew()
    {
        var large = new byte[300_000];
        new Random(1).NextBytes(large);
        _folder.Write("tree/large", large).Write("tree/copy", large).Write("tree/a", "one");
        using var store = TestKeys.Store(_folder["store"]);
        var first = await store.MakeAsync(_folder["tree"]);
        _folder.Write("tree/a", "two");

        var second = await store.MakeAsync(_folder["tree"]);

        Assert.Equal(300_000, first.BytesShared);
        Assert.Equal(600_000, second.BytesShared);
        Assert.InRange(second.BytesWritten, 1, 100);
        using var seal = store.Open(second.Root);
        Assert.True(seal.Whole.Read("copy").Span.SequenceEqual(large));
        Assert.Equal("two", Encoding.UTF8.GetString(seal.Whole.Read("a").Span));
    }

    [Fact]
    public async Task MakeAsync_DamagedContentInAnOlderSeal_IsWrittenAgain()
    {
        var large = new byte[5 << 20];
        new Random(1).NextBytes(large);
        _folder.Write("tree/large", large).Write("tree/small", new string('s', 5000)).Write("tree/a", "one");
        using var store = TestKeys.Store(_folder["store"]);
        await store.MakeAsync(_folder["tree"]);
        var pack = Directory.GetFiles(_folder["store/packs"], "*.pack").Single();
        await using (var file = File.OpenWrite(pack))
        {
            file.Position = 16;
            file.Write(new byte[file.Length - 16]);
        }

        _folder.Write("tree/a", "two");
        var second = await store.MakeAsync(_folder["tree"]);

        Assert.Equal(0, second.BytesShared);
        Assert.True((await store.VerifyAsync(second.Root, null, CancellationToken.None)).IsGood);
    }

    [Theory]
    [InlineData("packs", 20)]
    [InlineData("manifest", 100)]
    [InlineData("about", 30)]
    [InlineData("key", 3)]
    public async Task MakeAsync_SameTreeOfADamagedSeal_HealsIt(string file, int at)
    {
        _folder.Write("tree/a", new string('a', 5000)).Write("tree/b", "short");
        using var store = TestKeys.Store(_folder["store"]);
        var made = await store.MakeAsync(_folder["tree"], new SealOptions { Product = "first" });
        var damaged = file == "packs" ? Directory.GetFiles(_folder["store/packs"]).Single() : _folder[$"store/seals/{made.Root}/{file}"];
        var bytes = await File.ReadAllBytesAsync(damaged);
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(damaged, bytes);

        var again = await store.MakeAsync(_folder["tree"], new SealOptions { Product = "second" });
        var third = await store.MakeAsync(_folder["tree"]);

        Assert.Equal((true, true, made.Root), (again.WasThere, again.WasHealed, again.Root));
        Assert.Equal((true, false), (third.WasThere, third.WasHealed));
        Assert.Equal(file is "packs" or "manifest" ? "first" : "second", again.About.Product);
        Assert.True((await store.VerifyAsync(made.Root, null, CancellationToken.None)).IsGood);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["store/temp"]));
    }

    [Fact]
    public async Task MakeAsync_ContentDamagedInOneSealAndWholeInAnother_HealsTheOneThatIsSealedAgain()
    {
        _folder.Write("one/a", new string('a', 5000)).Write("one/x", "x").Write("two/a", new string('a', 5000)).Write("two/y", "y");
        using var store = TestKeys.Store(_folder["store"]);
        var one = await store.MakeAsync(_folder["one"]);
        var pack = Directory.GetFiles(_folder["store/packs"]).Single();
        var bytes = await File.ReadAllBytesAsync(pack);
        await File.WriteAllBytesAsync(pack, bytes[..16]);
        var two = await store.MakeAsync(_folder["two"]);

        var again = await store.MakeAsync(_folder["one"]);

        Assert.True(again.WasHealed);
        Assert.True((await store.VerifyAsync(one.Root, null, CancellationToken.None)).IsGood);
        Assert.True((await store.VerifyAsync(two.Root, null, CancellationToken.None)).IsGood);
    }

    [Fact]
    public async Task MakeAsync_Problems_AreAllNamedAndNothingIsKept()
    {
        _folder
            .Write("tree/a.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n")
            .Write("tree/README", "x").Write("tree/readme", "y").Link("tree/out", "/etc/passwd");
        using var store = TestKeys.Store(_folder["store"]);

        var refused = await Assert.ThrowsAsync<SealRefusedException>(() => store.MakeAsync(_folder["tree"], Sealing.Accepting(SealProblemKind.CaseCollision)));
        var made = await store.MakeAsync(_folder["tree"], Sealing.AcceptingAll);

        Assert.Equal([("a.bin", SealProblemKind.LfsPointer), ("out", SealProblemKind.LinkLeavesTree)], refused.Problems.Select(problem => (problem.Path, problem.Kind)));
        Assert.Equal([made.Root], store.List().Select(seal => seal.Root));
        using var seal = store.Open(made.Root);
        Assert.Equal("/etc/passwd", Encoding.UTF8.GetString(seal.Whole.Read("out").Span));
        Assert.Equal(3, seal.About.Accepted.Count);
    }

    [Fact]
    public async Task MakeAsync_KindThatCannotBeAccepted_IsACallersError()
    {
        _folder.Write("tree/a", "a");
        using var store = TestKeys.Store(_folder["store"]);

        await Assert.ThrowsAsync<ArgumentException>(() => store.MakeAsync(_folder["tree"], Sealing.Accepting(SealProblemKind.UnsafeName)));
    }

    [Fact]
    public async Task MakeAsync_Cancelled_KeepsNothing()
    {
        for (var i = 0; i < 3000; i++)
        {
            _folder.Write($"tree/{i}", $"{i}");
        }

        using var stop = new CancellationTokenSource();
        using var store = TestKeys.Store(_folder["store"]);
        using var source = Sealing.Folder(_folder["tree"]);
        using var key = TestKeys.Domain();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            store.MakeAsync(source, key, new SealOptions(), new Stopper(stop), stop.Token));

        Assert.Empty(store.List());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["store/temp"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["store/packs"]));
    }

    [Fact]
    public async Task Store_OnDisk_ShowsNeitherNamesNorContents()
    {
        _folder.Write("tree/secret-name-of-a-file.c", string.Concat(Enumerable.Repeat("int secret_content = 42; ", 40)));
        using var store = TestKeys.Store(_folder["store"]);
        await store.MakeAsync(_folder["tree"]);

        foreach (var file in Directory.EnumerateFiles(_folder["store"], "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            Assert.True(bytes.AsSpan().IndexOf("secret"u8) < 0, file);
            Assert.DoesNotContain("secret", file, StringComparison.Ordinal);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task Open_AnotherCentresKey_SaysSo()
    {
        _folder.Write("tree/a", "a");
        using var store = TestKeys.Store(_folder["store"]);
        var made = await store.MakeAsync(_folder["tree"]);
        using var other = TestKeys.Store(_folder["store"], seed: 8);

        var refused = Assert.Throws<SealStoreException>(() => other.Open(made.Root));

        Assert.Equal(SealStoreFault.WrongKey, refused.Fault);
        Assert.NotNull(other.List().Single().Damage);
    }

    [Fact]
    public async Task Open_UnknownRoot_SaysSo()
    {
        using var store = TestKeys.Store(_folder["store"]);

        Assert.Equal(SealStoreFault.NotFound, Assert.Throws<SealStoreException>(() => store.Open(new SealRoot(Digest.Of("x"u8)))).Fault);
        Assert.Equal(
            SealStoreFault.NotFound,
            (await Assert.ThrowsAsync<SealStoreException>(() => store.DestroyAsync(new SealRoot(Digest.Of("x"u8)), CancellationToken.None))).Fault);
        Assert.Empty(store.List());
    }

    [Fact]
    public async Task VerifyAsync_EveryDamagedByteOfAPack_IsNamedAndTheOthersAreRead()
    {
        _folder.Write("tree/a", new string('a', 50)).Write("tree/b", "short").Write("tree/c", new string('c', 50));
        using var store = TestKeys.Store(_folder["store"]);
        var made = await store.MakeAsync(_folder["tree"]);
        var pack = Directory.GetFiles(_folder["store/packs"]).Single();
        var bytes = await File.ReadAllBytesAsync(pack);
        var named = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 16; i < bytes.Length; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= 0x10;
            await File.WriteAllBytesAsync(pack, damaged);

            var found = await store.VerifyAsync(made.Root, null, CancellationToken.None);

            var name = Assert.Single(found.Damaged);
            named.Add(name);
            using var seal = store.Open(made.Root);
            Assert.Equal(SealStoreFault.Damaged, Assert.Throws<SealStoreException>(() => seal.Whole.Read(name)).Fault);
            foreach (var other in seal.Whole.Files.Where(file => file.Path != name))
            {
                Assert.Equal(other.Digest, Digest.Of(seal.Whole.Read(other.Path).Span));
            }
        }

        Assert.Equal(["a", "b", "c"], named);
    }

    [Theory]
    [InlineData("manifest")]
    [InlineData("about")]
    [InlineData("key")]
    public async Task Open_EveryDamagedByteOfASealsOwnFiles_IsRefused(string name)
    {
        _folder.Write("tree/a", "a");
        using var store = TestKeys.Store(_folder["store"]);
        var made = await store.MakeAsync(_folder["tree"]);
        var path = _folder[$"store/seals/{made.Root}/{name}"];
        var bytes = await File.ReadAllBytesAsync(path);
        for (var i = 0; i < bytes.Length; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= 1;
            await File.WriteAllBytesAsync(path, damaged);
            Assert.Contains(Assert.Throws<SealStoreException>(() => store.Open(made.Root)).Fault, (SealStoreFault[])[SealStoreFault.Damaged, SealStoreFault.WrongKey]);
            await File.WriteAllBytesAsync(path, bytes[..i]);
            Assert.Throws<SealStoreException>(() => store.Open(made.Root));
        }

        await File.WriteAllBytesAsync(path, [.. bytes, 0]);
        Assert.Throws<SealStoreException>(() => store.Open(made.Root));
    }

    [Fact]
    public async Task DestroyAsync_SealThatSharesContents_ErasesItsOwnAndLeavesTheOther()
    {
        var own = new byte[200_000];
        var shared = new byte[100_000];
        new Random(1).NextBytes(own);
        new Random(2).NextBytes(shared);
        _folder.Write("one/own", own).Write("one/shared", shared).Write("two/shared", shared).Write("two/x", "x");
        using var store = TestKeys.Store(_folder["store"]);
        var first = await store.MakeAsync(_folder["one"]);
        var second = await store.MakeAsync(_folder["two"]);

        var destroyed = await store.DestroyAsync(first.Root, CancellationToken.None);

        Assert.InRange(destroyed.BytesErased, 200_000, 200_100);
        Assert.InRange(destroyed.BytesShared, 100_000, 100_100);
        Assert.Equal([second.Root], destroyed.SharedWith);
        Assert.Equal(4, destroyed.Unreachable.Count);
        Assert.Equal([second.Root], store.List().Select(seal => seal.Root));
        Assert.True((await store.VerifyAsync(second.Root, null, CancellationToken.None)).IsGood);
        Assert.Equal(SealStoreFault.NotFound, Assert.Throws<SealStoreException>(() => store.Open(first.Root)).Fault);

        await store.DestroyAsync(second.Root, CancellationToken.None);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["store/packs"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["store/seals"]));
    }

    [Fact]
    public async Task MakeAsync_StoreHeldByAnother_IsBusy()
    {
        _folder.Write("tree/a", "a");
        using var store = TestKeys.Store(_folder["store"]);
        using var held = new StoreFolder(_folder["store"]).Lock();

        Assert.Equal(SealStoreFault.Busy, (await Assert.ThrowsAsync<SealStoreException>(() => store.MakeAsync(_folder["tree"]))).Fault);
    }

    [Fact]
    public async Task Dispose_OpenSealInUse_KeepsItsContentsUntilTheUseEnds()
    {
        var seal = await Sealing.OpenAsync(_folder, ("a", "secret"u8.ToArray()));
        var use = seal.Use();
        var content = seal.Whole.Read("a");

        seal.Dispose();
        Assert.Equal("secret"u8, content.Span);
        Assert.Throws<ObjectDisposedException>(seal.Use);
        use.Dispose();

        Assert.Equal(new byte[6], content.ToArray());
        Assert.Throws<ObjectDisposedException>(() => seal.Whole.Read("a"));
    }

    private sealed class Stopper(CancellationTokenSource stop) : IProgress<SealProgress>
    {
        public void Report(SealProgress value) => stop.Cancel();
    }
}
