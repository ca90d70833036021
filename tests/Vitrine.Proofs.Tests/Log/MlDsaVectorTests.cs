using System.Security.Cryptography;
using System.Text.Json;

namespace Vitrine.Proofs.Tests;

/// <summary>
/// Wycheproof's 180 cases of ML-DSA-44. Where the platform has the algorithm it must agree with each; where it has not (OpenSSL before 3.5), it must say
/// so. Notes keep signatures of type 06 either way, and count them for nobody: keys of that type verify nothing yet.
/// </summary>
public sealed class MlDsaVectorTests
{
    private const int PublicKeySize = 1312;

    [Fact]
    public void Verify_WycheproofsCases_AgreesOrSaysThatItCannot()
    {
        var cases = Cases();
        Assert.Equal(180, cases.Count);
        foreach (var (key, test) in cases)
        {
            if (MLDsa.IsSupported || key.Length != PublicKeySize)
            {
                Assert.True(Verifies(key, test) == (test.GetProperty("result").GetString() == "valid"), test.GetProperty("comment").GetString());
            }
            else
            {
                Assert.Throws<PlatformNotSupportedException>(() => MLDsa.ImportMLDsaPublicKey(MLDsaAlgorithm.MLDsa44, key));
            }
        }
    }

    [Fact]
    public void Note_WithSignaturesOfType06_KeepsThemAndCountsThemForNobody()
    {
        var signer = NoteSigner.FromSeed("log.example", new byte[32]);
        var text = new Checkpoint(signer.Name, new TreeSize(3), Digest.Of("root"u8)).Encode();
        foreach (var (key, test) in Cases().Where(one => one.Key.Length == PublicKeySize))
        {
            byte[] typed = [6, .. key];
            var id = Digest.Of([.. "witness.example\n"u8, .. typed]).ToArray().AsSpan(0, 4);
            var vkey = NoteVerifier.Parse($"witness.example+{Convert.ToHexStringLower(id)}+{Convert.ToBase64String(typed)}");
            Assert.Equal((NoteAlgorithm.MLDsa44, false), (vkey.Algorithm, vkey.CanVerify));

            var signature = Convert.FromHexString(test.GetProperty("sig").GetString()!);
            if (signature.Length > 0)
            {
                var note = Note.Parse(Note.Sign(text, signer)).With(new NoteSignature("witness.example", System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(id), [.. signature])).Encode();
                Assert.Equal(note, Note.Parse(note).Encode());
                Assert.False(vkey.Verify(text, signature, out _));
                Assert.Equal(NoteVerdict.BadSignature, Note.TryOpen(note, [signer.Verifier, vkey], out _));
                Assert.Equal(NoteVerdict.Verified, VerifiedCheckpoint.TryOpen(note, signer.Verifier, [], out var checkpoint));
                Assert.Empty(checkpoint!.Cosignatures);
            }
        }
    }

    private static bool Verifies(byte[] key, JsonElement test)
    {
        if (key.Length != PublicKeySize)
        {
            return false;
        }

        using var imported = MLDsa.ImportMLDsaPublicKey(MLDsaAlgorithm.MLDsa44, key);
        var context = test.TryGetProperty("ctx", out var ctx) ? Convert.FromHexString(ctx.GetString()!) : [];
        return context.Length <= byte.MaxValue
            && imported.VerifyData(Convert.FromHexString(test.GetProperty("msg").GetString()!), Convert.FromHexString(test.GetProperty("sig").GetString()!), context);
    }

    private static List<(byte[] Key, JsonElement Test)> Cases()
    {
        var root = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Vectors.Folder, "ml-dsa-44", "mldsa_44_verify_test.json"))).RootElement;
        return [.. from testGroup in root.GetProperty("testGroups").EnumerateArray()
                   from test in testGroup.GetProperty("tests").EnumerateArray()
                   select (Convert.FromHexString(testGroup.GetProperty("publicKey").GetString()!), test)];
    }
}
