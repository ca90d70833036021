using System.Text.Json;

namespace Vitrine.Proofs.Tests;

public sealed class Ed25519Tests
{
    // RFC 8032 section 7.1, tests 1 to 3.
    [Theory]
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void Sign_TheRfcsSeeds_GivesItsSignatures(string seed, string publicKey, string message, string signature)
    {
        var key = new byte[Ed25519.PublicKeySize];
        Ed25519.PublicKey(Convert.FromHexString(seed), key);
        Assert.Equal(publicKey, Convert.ToHexStringLower(key));
        var signed = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(Convert.FromHexString(seed), Convert.FromHexString(message), signed);
        Assert.Equal(signature, Convert.ToHexStringLower(signed));
        Assert.True(Ed25519.Verify(key, Convert.FromHexString(message), signed));
    }

    [Fact]
    public void Verify_WycheproofsCases_AgreesWithEach()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Vectors.Folder, "ed25519", "ed25519_test.json")));
        var count = 0;
        foreach (var group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            var key = Convert.FromHexString(group.GetProperty("publicKey").GetProperty("pk").GetString()!);
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                var message = Convert.FromHexString(test.GetProperty("msg").GetString()!);
                var signature = Convert.FromHexString(test.GetProperty("sig").GetString()!);
                var valid = test.GetProperty("result").GetString() == "valid";
                Assert.True(valid == Ed25519.Verify(key, message, signature), test.GetRawText());
                count++;
            }
        }

        Assert.Equal(151, count);
    }

    // A verdict must not depend on what is installed: what libsodium accepts, libcrypto accepts; keys and points of small order are where they differ.
    [Fact]
    public void Accepts_WhereLibsodiumIsInstalled_NeverSaysYesToWhatLibcryptoRefuses()
    {
        Assert.True(Sodium.IsThere, "Install it: apt-get install libsodium23");
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Vectors.Folder, "ed25519", "ed25519_test.json")));
        foreach (var group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            var pk = Convert.FromHexString(group.GetProperty("publicKey").GetProperty("pk").GetString()!);
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                Agree(pk, Convert.FromHexString(test.GetProperty("msg").GetString()!), Convert.FromHexString(test.GetProperty("sig").GetString()!));
            }
        }

        // The points of small order (RFC 7748's curve in Edwards form), their other spellings, and S at its edges, in every combination.
        string[] points =
        [
            "0100000000000000000000000000000000000000000000000000000000000000", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "0000000000000000000000000000000000000000000000000000000000000080", "0000000000000000000000000000000000000000000000000000000000000000",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        ];
        string[] scalars =
        [
            "0000000000000000000000000000000000000000000000000000000000000000", "ecd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010", "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010",
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        ];
        var onlyLibcrypto = 0;
        foreach (var a in points)
        {
            foreach (var r in points)
            {
                foreach (var s in scalars)
                {
                    onlyLibcrypto += Agree(Convert.FromHexString(a), [1, 2, 3], Convert.FromHexString(r + s)) ? 1 : 0;
                }
            }
        }

        Assert.True(onlyLibcrypto > 0, "The cases where they differ are not met.");
        var random = new Random(5);
        byte[] seed = new byte[32], key = new byte[32], signature = new byte[64], message = new byte[100];
        for (var i = 0; i < 2_000; i++)
        {
            random.NextBytes(seed);
            random.NextBytes(message);
            Ed25519.PublicKey(seed, key);
            Ed25519.Sign(seed, message, signature);
            Assert.True(Sodium.Accepts(key, message, signature));
            signature[random.Next(64)] ^= (byte)(1 << random.Next(8));
            Assert.False(Agree(key, message, signature));
        }

        static bool Agree(byte[] key, byte[] message, byte[] signature)
        {
            using var loaded = Ed25519.LoadPublic(key);
            var (quick, slow) = (Sodium.Accepts(key, message, signature), signature.Length == 64 && Ed25519.Verify(loaded, message, signature));
            Assert.True(slow || !quick, $"{Convert.ToHexString(key)} {Convert.ToHexString(signature)}");
            Assert.Equal(slow, Ed25519.Verify(key, message, signature));
            return slow && !quick;
        }
    }

    [Fact]
    public void Verify_AnyBitChanged_Refuses()
    {
        byte[] seed = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        byte[] message = [1, 2, 3, 4, 5];
        var key = new byte[32];
        var signature = new byte[64];
        Ed25519.PublicKey(seed, key);
        Ed25519.Sign(seed, message, signature);
        foreach (var bytes in (byte[][])[key, message, signature])
        {
            for (var bit = 0; bit < bytes.Length * 8; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.False(Ed25519.Verify(key, message, signature));
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }

        Assert.True(Ed25519.Verify(key, message, signature));
    }

    [Theory]
    [InlineData(31, 64)]
    [InlineData(33, 64)]
    [InlineData(32, 63)]
    [InlineData(32, 65)]
    [InlineData(0, 0)]
    public void Verify_WrongLength_Refuses(int key, int signature) => Assert.False(Ed25519.Verify(new byte[key], [], new byte[signature]));

    [Fact]
    public void Sign_WrongLength_Throws()
    {
        Assert.Throws<ArgumentException>(() => Ed25519.Sign(new byte[31], [], new byte[64]));
        Assert.Throws<ArgumentException>(() => Ed25519.Sign(new byte[32], [], new byte[63]));
        Assert.Throws<ArgumentException>(() => Ed25519.PublicKey(new byte[33], new byte[32]));
        Assert.Throws<ArgumentException>(() => Ed25519.PublicKey(new byte[32], new byte[31]));
    }

    [Fact]
    public void Verify_FromManyThreads_Agrees()
    {
        byte[] seed = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        var key = new byte[32];
        Ed25519.PublicKey(seed, key);
        Parallel.For(0, 400, i =>
        {
            var signature = new byte[64];
            Ed25519.Sign(seed, [(byte)(i % 200), (byte)(i / 200)], signature);
            Assert.True(Ed25519.Verify(key, [(byte)(i % 200), (byte)(i / 200)], signature));
            Assert.False(Ed25519.Verify(key, [(byte)((i % 200) + 1), (byte)(i / 200)], signature));
        });
    }
}
