using System.Text;

namespace Vitrine.Seals.Tests;

public sealed class HostKeyTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public HostKeyTests()
    {
        _folder.Write("tree/a", "secret").Write("key", Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
        _folder.Write("other-key", string.Concat(Enumerable.Repeat("ab", 32)) + "\n");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_LockedSeal_NeedsTheHostsKeyBesideTheCentres(bool passphrase)
    {
        using var key = passphrase ? HostKey.FromPassphrase("horse battery staple") : HostKey.FromFile(_folder["key"]);
        using var other = passphrase ? HostKey.FromPassphrase("another passphrase") : HostKey.FromFile(_folder["other-key"]);
        using var locked = Store(7, key);
        var made = await locked.MakeAsync(_folder["tree"], new SealOptions { Lock = key });

        using (var seal = locked.Open(made.Root))
        {
            Assert.Equal("secret", Encoding.UTF8.GetString(seal.Whole.Read("a").Span));
        }

        foreach (var keys in (HostKey[][])[[], [other]])
        {
            using var alone = Store(7, keys);
            var refused = Assert.Throws<SealStoreException>(() => alone.Open(made.Root));
            Assert.Equal(SealStoreFault.Locked, refused.Fault);
            var what = keys.Length == 0 ? "none was given" : "the one that was given is another";
            Assert.Contains($"locked by its host's {(passphrase ? "passphrase" : "key file")}, and {what}", refused.Message, StringComparison.Ordinal);
            Assert.Contains(passphrase ? "--passphrase" : "--key-file FILE", refused.Message, StringComparison.Ordinal);
            Assert.Equal(passphrase ? SealLock.Passphrase : SealLock.KeyFile, alone.Missing(made.Root));
            Assert.NotNull(alone.List().Single().Damage);
        }

        Assert.Equal(SealLock.None, locked.Missing(made.Root));
        using var elsewhere = Store(8, key);
        Assert.Equal(SealStoreFault.WrongKey, Assert.Throws<SealStoreException>(() => elsewhere.Open(made.Root)).Fault);
        using var centre = Store(7);
        Assert.Equal(made.Root, (await centre.DestroyAsync(made.Root, CancellationToken.None)).Root);
    }

    [Fact]
    public async Task MakeAsync_SameTreeUnderAnotherLock_IsRefused()
    {
        using var key = HostKey.FromFile(_folder["key"]);
        using var store = Store(7, key);
        await store.MakeAsync(_folder["tree"]);
        Assert.Equal(SealStoreFault.Locked, (await Assert.ThrowsAsync<SealStoreException>(() => store.MakeAsync(_folder["tree"], new SealOptions { Lock = key }))).Fault);

        _folder.Write("tree/a", "other");
        var locked = await store.MakeAsync(_folder["tree"], new SealOptions { Lock = key });
        using var centre = Store(7);
        Assert.Equal(SealStoreFault.Locked, (await Assert.ThrowsAsync<SealStoreException>(() => centre.MakeAsync(_folder["tree"]))).Fault);
        Assert.True((await store.MakeAsync(_folder["tree"], new SealOptions { Lock = key })).WasThere);
        Assert.True((await store.VerifyAsync(locked.Root, null, CancellationToken.None)).IsGood);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DestroyAsync_SealThatSharesAPackWithALockedOne_ErasesItsOwnOnceThatKeyIsGiven(bool given)
    {
        var (shared, own) = (new byte[5000], new byte[20_000]);
        new Random(1).NextBytes(shared);
        new Random(2).NextBytes(own);
        _folder.Write("one/shared", shared).Write("one/own", own).Write("two/shared", shared).Write("two/x", "x");
        using var key = HostKey.FromFile(_folder["key"]);
        using var host = Store(7, key);
        var one = await host.MakeAsync(_folder["one"]);
        var two = await host.MakeAsync(_folder["two"], new SealOptions { Lock = key });
        using var centre = given ? Store(7, key) : Store(7);

        var gone = await centre.DestroyAsync(one.Root, CancellationToken.None);

        Assert.InRange(gone.BytesErased, given ? 20_000 : 0, given ? 20_100 : 0);
        Assert.Equal(given ? [two.Root] : [], gone.SharedWith);
        Assert.Equal(!given, gone.Unreachable.Any(said => said.Contains("locked by its host's key", StringComparison.Ordinal)));
        Assert.True((await host.VerifyAsync(two.Root, null, CancellationToken.None)).IsGood);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("zz00000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("000000000000000000000000000000000000000000000000000000000000000000000000")]
    public void FromFile_AnythingElse_IsRefused(string content)
    {
        _folder.Write("bad", content);

        Assert.Throws<SealFormatException>(() => HostKey.FromFile(_folder["bad"]));
    }

    private SealStore Store(byte seed, params HostKey[] keys) => new(_folder["store"], new TestKeys(seed), TimeProvider.System) { HostKeys = keys };
}
