using System.Security.Cryptography;

namespace Vitrine.Centre.Tests;

public sealed class EnvelopeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vitrine-").FullName;
    private readonly PartyKeys _laboratory;
    private readonly PartyKeys _host;
    private readonly PartyKeys _authority;

    public EnvelopeTests()
    {
        _laboratory = PartyKeys.Create(Path.Combine(_folder, "laboratory"));
        _host = PartyKeys.Create(Path.Combine(_folder, "host"));
        _authority = PartyKeys.Create(Path.Combine(_folder, "authority"));
    }

    [Fact]
    public void Open_AsTheLaboratory_GivesWhatWasSealed()
    {
        using var key = SessionKey.Create("s-1");
        var part = key.Seal("test.counted", new Detail("src/secret.c", 12));

        using var opened = SessionKey.Open("s-1", Wraps(key), _laboratory.Opening);

        Assert.Equal(new Detail("src/secret.c", 12), opened.Open<Detail>("test.counted", part));
    }

    [Fact]
    public void Open_AsBothDisputePartiesInOrder_GivesWhatWasSealed()
    {
        using var key = SessionKey.Create("s-1");
        var part = key.Seal("test.counted", new Detail("src/secret.c", 12));

        using var opened = SessionKey.Open("s-1", Wraps(key), _host.Opening, _authority.Opening);

        Assert.Equal("src/secret.c", opened.Open<Detail>("test.counted", part).File);
    }

    [Fact]
    public void Open_WithAKeyThatFollowsOthers_GivesWhatWasSealedToAnyOfThem()
    {
        using var early = SessionKey.Create("s-1");
        var wraps = Wraps(early);
        PartyKeys.AddOpening(Path.Combine(_folder, "laboratory"));
        PartyKeys.AddOpening(Path.Combine(_folder, "host"));
        PartyKeys.AddOpening(Path.Combine(_folder, "host"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "host", "open.key")));
        using var laboratory = PartyKeys.Read(Path.Combine(_folder, "laboratory"));
        using var host = PartyKeys.Import(PartyKeys.Read(Path.Combine(_folder, "host")).Export());
        Assert.True(host.Opening.Holds(_host.Opening.PublicKey));
        Assert.False(_host.Opening.Holds(host.Opening.PublicKey));
        Assert.False(host.Opening.Holds(laboratory.Opening.PublicKey));

        using var late = SessionKey.Create("s-1");
        var after = late.WrapTo(laboratory.Opening.PublicKey, host.Opening.PublicKey, _authority.Opening.PublicKey);
        foreach (var (key, wrapped) in ((SessionKey, SessionKeyWraps)[])[(early, wraps), (late, after)])
        {
            var part = key.Seal("test.counted", new Detail("src/secret.c", 12));
            using var opened = SessionKey.Open("s-1", wrapped, laboratory.Opening);
            using var disputed = SessionKey.Open("s-1", wrapped, host.Opening, _authority.Opening);
            Assert.Equal(opened.Open<Detail>("test.counted", part), disputed.Open<Detail>("test.counted", part));
        }

        // A copy from before opens what is from before, and no more.
        SessionKey.Open("s-1", wraps, _laboratory.Opening).Dispose();
        Assert.Throws<AuthenticationTagMismatchException>(() => SessionKey.Open("s-1", after, _laboratory.Opening));
        Assert.Throws<AuthenticationTagMismatchException>(() => SessionKey.Open("s-1", after, _host.Opening, _authority.Opening));
    }

    [Fact]
    public void FromPem_WhatAreNoOpeningKeys_IsRefused()
    {
        using var other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP384);
        using var own = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var pem = own.ExportPkcs8PrivateKeyPem() + "\n";
        Assert.Throws<CryptographicException>(() => OpeningKey.FromPem(pem + other.ExportPkcs8PrivateKeyPem()));
        Assert.Throws<CryptographicException>(() => OpeningKey.FromPem(string.Concat(Enumerable.Repeat(pem, OpeningKey.MaxKeys + 1))));
        Assert.Throws<ArgumentException>(() => OpeningKey.FromPem("no key"));
        OpeningKey.FromPem(string.Concat(Enumerable.Repeat(pem, OpeningKey.MaxKeys))).Dispose();
    }

    [Fact]
    public void Open_AsOneDisputePartyAlone_IsImpossible()
    {
        using var key = SessionKey.Create("s-1");
        var wraps = Wraps(key);

        Assert.Throws<AuthenticationTagMismatchException>(() => SessionKey.Open("s-1", wraps, _host.Opening));
        Assert.Throws<AuthenticationTagMismatchException>(() => SessionKey.Open("s-1", wraps, _host.Opening, _host.Opening));
        Assert.Throws<AuthenticationTagMismatchException>(() => SessionKey.Open("s-1", wraps, _authority.Opening, _host.Opening));
        Assert.Throws<AuthenticationTagMismatchException>(() => SessionKey.Open("s-2", wraps, _laboratory.Opening));
    }

    [Fact]
    public void Open_APartOfAnotherActOrNumber_IsRefused()
    {
        using var key = SessionKey.Create("s-1");
        var part = key.Seal("test.counted", new Detail("a", 1));

        Assert.Throws<AuthenticationTagMismatchException>(() => key.Open<Detail>("test.other", part));
        Assert.Throws<AuthenticationTagMismatchException>(() => key.Open<Detail>("test.counted", part with { Number = 7 }));
    }

    [Fact]
    public void Seal_ShortAndLongerDetail_HaveOneSize()
    {
        using var key = SessionKey.Create("s-1");

        Assert.Equal(key.Seal("k", new Detail("a", 1)).Box.Length, key.Seal("k", new Detail(new string('a', 400), 1)).Box.Length);
        Assert.Throws<ActRefusedException>(() => key.Seal("k", new Detail(new string('a', 40_000), 1)));
    }

    [Fact]
    public void Seal_WithAKeyThatWasOpened_IsImpossible()
    {
        using var key = SessionKey.Create("s-1");
        using var opened = SessionKey.Open("s-1", Wraps(key), _laboratory.Opening);

        Assert.Throws<InvalidOperationException>(() => opened.Seal("test.counted", new Detail("a", 1)));
    }

    [Fact]
    public void Seal_NonLatinText_FitsWhatItsLengthPromises()
    {
        using var key = SessionKey.Create("s-1");
        var part = key.Seal("k", new Detail(new string('ж', 8000), 1));

        Assert.Equal(8000, key.Open<Detail>("k", part).File.Length);
    }

    [Fact]
    public void Seal_FromManyThreads_EachPartOpensToItsOwn()
    {
        using var key = SessionKey.Create("s-1");
        using var box = new SecretBox(new byte[SecretBox.KeySize]);

        Parallel.For(0, 4000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            Assert.Equal(i, key.Open<Detail>("k", key.Seal("k", new Detail("a", i))).Line);
            Assert.Equal(BitConverter.GetBytes(i), box.Unwrap(box.Wrap(BitConverter.GetBytes(i), "p"), "p"));
        });

        Assert.Equal(4000U, key.Seal("k", new Detail("a", 1)).Number);
    }

    [Fact]
    public void WrapTo_AKeyOfAnotherCurve_IsRefused()
    {
        using var brainpool = ECDiffieHellman.Create(ECCurve.NamedCurves.brainpoolP256r1);

        Assert.Throws<ArgumentException>(() => OpeningKey.WrapTo(brainpool.ExportSubjectPublicKeyInfo(), [1, 2, 3], "test"));
        Assert.Throws<CryptographicException>(() => OpeningKey.FromPem(brainpool.ExportPkcs8PrivateKeyPem()));
        Assert.Throws<ArgumentException>(() => OpeningKey.WrapTo([1, 2, 3], [1, 2, 3], "test"));
    }

    [Fact]
    public void Open_EveryByteOfAWrapChanged_IsRefused()
    {
        var wrapped = OpeningKey.WrapTo(_laboratory.Opening.PublicKey, new byte[32], "test");
        for (var i = 0; i < wrapped.Length; i++)
        {
            var changed = wrapped.ToArray();
            changed[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => _laboratory.Opening.Open(changed, "test"));
        }

        Assert.ThrowsAny<CryptographicException>(() => _laboratory.Opening.Open([], "test"));
        Assert.ThrowsAny<CryptographicException>(() => _laboratory.Opening.Open(wrapped, "another"));
    }

    public void Dispose()
    {
        _laboratory.Dispose();
        _host.Dispose();
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private SessionKeyWraps Wraps(SessionKey key) => key.WrapTo(_laboratory.Opening.PublicKey, _host.Opening.PublicKey, _authority.Opening.PublicKey);

    private sealed record Detail(string File, int Line);
}
