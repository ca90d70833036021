using System.Text.Json;

namespace Vitrine.Proofs.Tests;

/// <summary>The table's arithmetic gives libcrypto's verdict: on published cases, on chance, and on keys and signatures made to tell implementations apart.</summary>
public sealed class Ed25519VerifierTests
{
    /// <summary>The points of small order in every spelling, and other spellings of y that are not below p.</summary>
    private static readonly string[] OddKeys =
    [
        "0100000000000000000000000000000000000000000000000000000000000000", "0100000000000000000000000000000000000000000000000000000000000080",
        "0000000000000000000000000000000000000000000000000000000000000000", "0000000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "efffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0200000000000000000000000000000000000000000000000000000000000000", "0300000000000000000000000000000000000000000000000000000000000000",
    ];

    [Fact]
    public void VerifyByTable_WycheproofsCases_AgreesWithEach()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Vectors.Folder, "ed25519", "ed25519_test.json")));
        foreach (var group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            var key = Convert.FromHexString(group.GetProperty("publicKey").GetProperty("pk").GetString()!);
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                var message = Convert.FromHexString(test.GetProperty("msg").GetString()!);
                var signature = Convert.FromHexString(test.GetProperty("sig").GetString()!);
                Assert.True((test.GetProperty("result").GetString() == "valid") == ByTable(key, message, signature), test.GetRawText());
            }
        }
    }

    [Fact]
    public void VerifyByTable_RandomKeysAndChangedSignatures_AgreesWithLibcrypto()
    {
        var random = new Random(8032);
        var (seed, key, signature) = (new byte[32], new byte[32], new byte[64]);
        for (var i = 0; i < 1_000; i++)
        {
            random.NextBytes(seed);
            var message = new byte[random.Next(200)];
            random.NextBytes(message);
            Ed25519.PublicKey(seed, key);
            Ed25519.Sign(seed, message, signature);
            Assert.True(ByTable(key, message, signature));
            signature[random.Next(64)] ^= (byte)(1 << random.Next(8));
            Assert.False(ByTable(key, message, signature));
            Assert.False(Ed25519.Verify(key, message, signature));
        }
    }

    [Fact]
    public void VerifyByTable_OddKeysAndValuesAtTheEdges_AgreesWithLibcrypto()
    {
        string[] factors =
        [
            "0000000000000000000000000000000000000000000000000000000000000000", "0100000000000000000000000000000000000000000000000000000000000000",
            "ecd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010", "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010",
            "eed3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010", "8888888888888888888888888888888888888888888888888888888888888808",
            "7777777777777777777777777777777777777777777777777777777777777707", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        ];
        var accepted = 0;
        foreach (var key in OddKeys.Select(Convert.FromHexString))
        {
            foreach (var factor in factors.Select(Convert.FromHexString))
            {
                // R = [S]B, right where the key adds nothing; and the key's own spelling as R.
                var multiple = new byte[32];
                if (factor[31] < 0x20)
                {
                    Edwards25519Table.Base.AddMultiple(Edwards25519.Neutral, factor).Write(multiple);
                }

                foreach (var r in OddKeys.Select(Convert.FromHexString).Append(multiple))
                {
                    for (byte message = 0; message < 4; message++)
                    {
                        byte[] signature = [.. r, .. factor];
                        var verdict = Ed25519.Verify(key, [message], signature);
                        Assert.Equal(verdict, ByTable(key, [message], signature));
                        accepted += verdict ? 1 : 0;
                    }
                }
            }
        }

        Assert.True(accepted > 10); // Keys of small order sign much: that is told of in Ed25519, and both must say it alike.
    }

    [Fact]
    public void Verify_AskedOften_KeepsItsVerdicts()
    {
        var (seed, key, signature) = (new byte[32], new byte[32], new byte[64]);
        Ed25519.PublicKey(seed, key);
        Ed25519.Sign(seed, "message"u8, signature);
        byte[] other = [.. signature[..63], (byte)(signature[63] ^ 1)];
        var verifier = new Ed25519Verifier(key);
        Parallel.For(0, 100, _ =>
        {
            Assert.True(verifier.Verify("message"u8, signature));
            Assert.False(verifier.Verify("massage"u8, signature));
            Assert.False(verifier.Verify("message"u8, other));
            Assert.False(verifier.Verify("message"u8, signature.AsSpan(0, 63)));
        });
        Assert.False(new Ed25519Verifier(Convert.FromHexString(OddKeys[^2])).Verify("message"u8, signature));
    }

    private static bool ByTable(byte[] key, byte[] message, byte[] signature) =>
        Ed25519Verifier.Table(key) is { } table && Ed25519Verifier.VerifyByTable(table, key, message, signature);
}
