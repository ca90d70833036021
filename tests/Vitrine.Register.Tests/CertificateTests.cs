using Vitrine.Proofs;

namespace Vitrine.Register.Tests;

public sealed class CertificateTests
{
    [Fact]
    public async Task StateAt_IssuedExpiredRevoked_IsAsOfTheDay()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.RegisterAsync("nordlys");
        var act = scene.Certificate("1", days: 10);
        await scene.RecordAsync(act);

        var certificate = Find(scene, act.Certificate);
        Assert.Equal(CertificateState.Valid, certificate.StateAt(scene.Time.Now));
        Assert.Equal(CertificateState.Valid, certificate.StateAt(act.ValidUntil.AddSeconds(-1)));
        Assert.Equal(CertificateState.Expired, certificate.StateAt(act.ValidUntil));

        await scene.RecordAsync(new Revoked(RevokedKind.Certificate, act.Certificate, "It erred."));
        Assert.Equal(CertificateState.Revoked, Find(scene, act.Certificate).StateAt(scene.Time.Now));
        Assert.Equal("It erred.", Find(scene, act.Certificate).RevokedFor);
    }

    [Fact]
    public async Task Record_CertificatesThatAreNone_AreRefused()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.RegisterAsync("nordlys");
        await scene.RegisterAsync("acme", PartyKind.Host);
        var good = scene.Certificate("1");

        await scene.RefusedAsync(good with { Laboratory = "acme" });
        await scene.RefusedAsync(good with { Laboratory = "nobody" });
        await scene.RefusedAsync(good with { ValidUntil = good.Issued });
        await scene.RefusedAsync(good with { Review = good.Certificate });
        await scene.RefusedAsync(good with { Certificate = Digest.Of("not staged"u8) });
        await scene.RecordAsync(good);
        await scene.RefusedAsync(good);
    }

    [Fact]
    public async Task OfSeal_Several_AreNewestFirst()
    {
        await using var scene = await RegisterScene.MakeAsync();
        await scene.RegisterAsync("nordlys");
        var (first, second) = (scene.Certificate("1"), scene.Certificate("2"));
        await scene.RecordAsync(first);
        await scene.RecordAsync(second);

        using var views = scene.Centre.Snapshot();
        Assert.Equal([second.Certificate, first.Certificate], Certificates.OfSeal(first.Seal, views).Select(one => one.Digest));
        Assert.Equal([second.Certificate, first.Certificate], Certificates.OfEngagement("e-1", views).Select(one => one.Digest));
        Assert.Empty(Certificates.OfSeal(Digest.Of("another"u8), views));
    }

    private static Certificate Find(RegisterScene scene, Digest digest)
    {
        using var views = scene.Centre.Snapshot();
        return Certificates.Find(digest, views)!;
    }
}
