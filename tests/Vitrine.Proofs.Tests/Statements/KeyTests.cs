using System.Security.Cryptography;

namespace Vitrine.Proofs.Tests;

public sealed class KeyTests
{
    [Fact]
    public void Pem_WrittenAndRead_IsTheSameKey()
    {
        using var key = SigningKey.Generate();
        using var again = SigningKey.FromPkcs8Pem(key.ToPkcs8Pem());
        Assert.Equal(key.PublicKey, again.PublicKey);
        Assert.Equal(key.PublicKey, PublicKey.FromPem(key.PublicKey.ToPem()));
        Assert.True(PublicKey.TryFromBase64(key.PublicKey.ToBase64(), out var fromBase64));
        Assert.Equal(key.PublicKey, fromBase64);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(key.PublicKey.Spki)), key.PublicKey.KeyId.ToHex());
        Assert.True(key.PublicKey.Verifies("data"u8, again.Sign("data"u8)));
        Assert.False(key.PublicKey.Verifies("date"u8, again.Sign("data"u8)));
    }

    [Fact]
    public void Verifies_OneKeyOnSeveralThreads_IsRightOnEach()
    {
        using var key = SigningKey.Generate();
        var (good, bad) = (key.Sign("data"u8), key.Sign("date"u8));
        Parallel.For(0, 200, i => Assert.Equal(i % 2 == 0, key.PublicKey.Verifies("data"u8, i % 2 == 0 ? good : bad)));
    }

    [Fact]
    public void FromSpki_EveryOneByteChange_IsRefusedOrAnotherKey()
    {
        using var key = SigningKey.Generate();
        for (var at = 0; at < PublicKey.SpkiSize; at++)
        {
            var spki = key.PublicKey.Spki.ToArray();
            spki[at] ^= 1;
            Assert.False(PublicKey.TryFromSpki(spki, out var other) && other.Equals(key.PublicKey));
        }

        Assert.False(PublicKey.TryFromSpki([.. key.PublicKey.Spki, 0], out _));
        Assert.False(PublicKey.TryFromSpki(key.PublicKey.Spki[..^1], out _));
        Assert.False(PublicKey.TryFromSpki([], out _));
    }

    [Fact]
    public void FromSpki_OtherCurveOrAlgorithm_IsRefused()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        Assert.Throws<KeyFormatException>(() => PublicKey.FromSpki(p384.ExportSubjectPublicKeyInfo()));
        Assert.Throws<KeyFormatException>(() => PublicKey.FromPem(rsa.ExportSubjectPublicKeyInfoPem()));
        Assert.Throws<KeyFormatException>(() => SigningKey.FromPkcs8Pem(p384.ExportPkcs8PrivateKeyPem()));
        Assert.Throws<KeyFormatException>(() => SigningKey.FromPkcs8Pem(rsa.ExportPkcs8PrivateKeyPem()));
    }

    [Fact]
    public void FromPkcs8_CurveThatNobodyKnows_IsRefused()
    {
        using var key = SigningKey.Generate();
        var pem = key.ToPkcs8Pem();
        var pkcs8 = Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]);
        var curve = Convert.ToHexString(pkcs8).IndexOf("2A8648CE3D030107", StringComparison.Ordinal) / 2;
        pkcs8[curve + 5] = 0xfb;
        Assert.Throws<KeyFormatException>(() => SigningKey.FromPkcs8Pem(PemEncoding.WriteString("PRIVATE KEY", pkcs8)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a key")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n")]
    public void FromPem_NoKey_IsRefused(string pem)
    {
        Assert.Throws<KeyFormatException>(() => SigningKey.FromPkcs8Pem(pem));
        Assert.Throws<KeyFormatException>(() => PublicKey.FromPem(pem));
    }

    [Fact]
    public void FromPem_MoreThanOneBlock_IsRefused()
    {
        using var key = SigningKey.Generate();
        Assert.Throws<KeyFormatException>(() => PublicKey.FromPem(key.PublicKey.ToPem() + key.PublicKey.ToPem()));
        Assert.Throws<KeyFormatException>(() => SigningKey.FromPkcs8Pem("x" + key.ToPkcs8Pem()));
        Assert.Throws<KeyFormatException>(() => PublicKey.FromPem(key.ToPkcs8Pem()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("3000")]
    [InlineData("3006020101020101")]
    [InlineData("30060201000201ff")]
    [InlineData("ffffffffffffffff")]
    public void Verifies_NotASignature_IsFalse(string hex)
    {
        using var key = SigningKey.Generate();
        Assert.False(key.PublicKey.Verifies("data"u8, Convert.FromHexString(hex)));
    }

    [Fact]
    public void Verifies_EveryOneBitChangeOfASignature_IsFalse()
    {
        using var key = SigningKey.Generate();
        var signature = key.Sign("data"u8);
        for (var bit = 0; bit < signature.Length * 8; bit++)
        {
            var changed = signature.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(key.PublicKey.Verifies("data"u8, changed));
        }
    }
}
