using System.Text;
using System.Text.Json;

namespace Vitrine.Proofs.Tests;

/// <summary>The proof that travels with an entry.</summary>
public sealed class TlogProofTests
{
    private static readonly ProofScene Scene = new();

    public static TheoryData<string> Malformed
    {
        get
        {
            using var vectors = Vectors();
            return [.. vectors.RootElement.GetProperty("malformed").EnumerateArray().Select(one => one.GetProperty("name").GetString()!)];
        }
    }

    [Fact]
    public void Verify_EveryEntry_IsVerifiedAndWrittenBack()
    {
        for (var i = 0; i < 20; i++)
        {
            var proof = Scene.Proof(i, i % 2 == 0 ? "" : "file.tar");
            var text = proof.Encode();
            Assert.Equal(text, TlogProof.Parse(text).Encode());
            Assert.Equal(ProofVerdict.Verified, TlogProof.Parse(text).Verify(Merkle.LeafHash(ProofScene.Entry(i)), Scene.Policy, out var verified));
            Assert.Equal((ulong)i, verified!.Index.Value);
            Assert.Equal(2, verified.Checkpoint.Cosignatures.Length);
        }
    }

    [Fact]
    public void Verify_WhatIsWrong_HasItsReason()
    {
        var leaf = Merkle.LeafHash(ProofScene.Entry(5));
        Assert.Equal(ProofVerdict.NotIncluded, Scene.Proof(5).Verify(Merkle.LeafHash(ProofScene.Entry(6)), Scene.Policy, out var none));
        Assert.Null(none);
        Assert.Equal(ProofVerdict.NotIncluded, Scene.Proof(6).Verify(leaf, Scene.Policy, out _));
        Assert.Equal(ProofVerdict.QuorumMissing, Scene.Proof(5, two: false).Verify(leaf, Scene.Policy, out _));
        Assert.Equal(ProofVerdict.UnknownLog, Scene.Proof(5).Verify(leaf, LogPolicy.Of(NoteSigner.Generate(Scene.Log.Name).Verifier), out _));
        var zeroed = Encoding.UTF8.GetString(Scene.Proof(5).Encode());
        var line = zeroed[zeroed.LastIndexOf("— ", StringComparison.Ordinal)..];
        var id = Convert.FromBase64String(line.Split(' ')[2].TrimEnd())[..4];
        zeroed = zeroed.Replace(line, $"— witness.example/two {Convert.ToBase64String([.. id, .. new byte[72]])}\n", StringComparison.Ordinal);
        Assert.Equal(ProofVerdict.BadSignature, TlogProof.Parse(Encoding.UTF8.GetBytes(zeroed)).Verify(leaf, Scene.Policy, out _));
    }

    [Fact]
    public void Verify_EveryByteChanged_IsRefusedOrInTheExtraData()
    {
        var text = Scene.Proof(5, "extra data").Encode();
        var leaf = Merkle.LeafHash(ProofScene.Entry(5));
        var from = "c2sp.org/tlog-proof@v1\nextra ".Length;
        var seen = new HashSet<ProofVerdict>();
        for (var at = 0; at < text.Length; at++)
        {
            foreach (var mask in (byte[])[0x01, 0x02, 0x20, 0x80])
            {
                var changed = text.ToArray();
                changed[at] ^= mask;
                if (!TlogProof.TryParse(changed, out var proof))
                {
                    continue;
                }

                Assert.Equal(changed, proof.Encode());
                var verdict = proof.Verify(leaf, Scene.Policy, out _);
                seen.Add(verdict);
                Assert.True(verdict != ProofVerdict.Verified || (at >= from && at < from + 16), $"byte {at} ^ {mask:x2}");
            }
        }

        Assert.Equal(Enum.GetValues<ProofVerdict>(), seen.Order());
    }

    [Fact]
    public void Parse_HostileBytes_AreRefusedOrExact()
    {
        var good = Scene.Proof(5, "extra data").Encode();
        var random = new Random(20261122);
        var leaf = Merkle.LeafHash(ProofScene.Entry(5));
        for (var round = 0; round < 100_000; round++)
        {
            var bytes = new Mutator(random).Mutate(good);
            if (TlogProof.TryParse(bytes, out var proof))
            {
                Assert.Equal(bytes, proof.Encode());
                if (round % 100 == 0 && proof.Verify(leaf, Scene.Policy, out var verified) == ProofVerdict.Verified)
                {
                    Assert.Equal(5UL, verified!.Index.Value);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Parse_MalformedProofOfTheVectors_IsRefusedForItsReason(string name)
    {
        using var vectors = Vectors();
        var one = vectors.RootElement.GetProperty("malformed").EnumerateArray().Single(proof => proof.GetProperty("name").GetString() == name);
        var text = Encoding.UTF8.GetBytes(one.GetProperty("text").GetString()!);
        Assert.Contains(one.GetProperty("reason").GetString()!, Assert.Throws<NoteFormatException>(() => TlogProof.Parse(text)).Message, StringComparison.Ordinal);
        Assert.False(TlogProof.TryParse(text, out _));
    }

    [Fact]
    public void Encode_TheGoodVectors_AreWhatTheFileSays()
    {
        using var vectors = Vectors();
        foreach (var one in vectors.RootElement.GetProperty("good").EnumerateArray())
        {
            var text = Encoding.UTF8.GetBytes(one.GetProperty("text").GetString()!);
            var policy = LogPolicy.Parse(Encoding.UTF8.GetBytes(one.GetProperty("policy").GetString()!));
            var leaf = Merkle.LeafHash(Encoding.UTF8.GetBytes(one.GetProperty("entry").GetString()!));
            Assert.Equal(one.GetProperty("verdict").GetString(), TlogProof.Parse(text).Verify(leaf, policy, out _).ToString());
        }
    }

    private static JsonDocument Vectors()
    {
        var path = Path.Combine(Proofs.Tests.Vectors.Folder, "tlog-proof", "proofs.json");
        if (Environment.GetEnvironmentVariable("VITRINE_WRITE_VECTORS") == "1")
        {
            TlogProofVectors.Write(path, Scene);
        }

        return JsonDocument.Parse(File.ReadAllBytes(path));
    }
}
