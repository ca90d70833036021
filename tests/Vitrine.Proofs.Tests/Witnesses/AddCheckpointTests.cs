using System.Text;

namespace Vitrine.Proofs.Tests;

/// <summary>What goes between a log and its witness, and what shows that a log has two faces.</summary>
public sealed class AddCheckpointTests
{
    private static readonly ProofScene Scene = new();

    [Fact]
    public void Parse_ExampleOfTheSpecification_IsWrittenBack()
    {
        const string Body = """
            old 20852014
            PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
            jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
            5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
            /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

            — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
            — example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=

            """;
        var request = AddCheckpointRequest.Parse(Encoding.UTF8.GetBytes(Body));
        Assert.Equal((20852014UL, 4, 20852163UL), (request.OldSize.Value, request.Proof.Length, request.Claimed.Size.Value));
        Assert.Equal(Body, Encoding.UTF8.GetString(request.Encode()));
    }

    [Theory]
    [InlineData("old 7", "old  7", "old N")]
    [InlineData("old 7", "old 07", "old N")]
    [InlineData("old 7", "old -7", "old N")]
    [InlineData("old 7", "old 9223372036854775808", "old N")]
    [InlineData("old 7", "Old 7", "old N")]
    [InlineData("old 7\n", "old 7\nAAAA\n", "one hash each")]
    [InlineData("\n20\n", "\n020\n", "is no checkpoint")]
    [InlineData("\n\n— ", "\n— ", "no signed note")]
    public void Parse_WhatIsNone_SaysWhy(string good, string bad, string reason)
    {
        var text = Encoding.UTF8.GetString(Request().Encode()).Replace(good, bad, StringComparison.Ordinal);
        Assert.Contains(reason, Assert.Throws<NoteFormatException>(() => AddCheckpointRequest.Parse(Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SixtyFourHashes_AreOneTooMany()
    {
        var line = Merkle.EmptyRoot.ToBase64() + "\n";
        var text = Encoding.UTF8.GetString(Request().Encode());
        var rest = text[text.IndexOf("\n\n", StringComparison.Ordinal)..];
        Assert.Equal(63, AddCheckpointRequest.Parse(Encoding.UTF8.GetBytes("old 7\n" + string.Concat(Enumerable.Repeat(line, 63))[..^1] + rest)).Proof.Length);
        Assert.False(AddCheckpointRequest.TryParse(Encoding.UTF8.GetBytes("old 7\n" + string.Concat(Enumerable.Repeat(line, 64))[..^1] + rest), out _));
    }

    [Fact]
    public void Parse_HostileBytes_AreRefusedOrExact()
    {
        var good = Request().Encode();
        var lines = CosignatureLines.Encode(Scene.Checkpoint().Signatures);
        var random = new Random(20261122);
        for (var round = 0; round < 100_000; round++)
        {
            var bytes = new Mutator(random).Mutate(good);
            if (AddCheckpointRequest.TryParse(bytes, out var request))
            {
                Assert.Equal(bytes, request.Encode());
            }

            bytes = new Mutator(random).Mutate(lines);
            if (CosignatureLines.TryParse(bytes, out var signatures))
            {
                Assert.Equal(bytes, CosignatureLines.Encode(signatures));
            }
        }
    }

    [Fact]
    public void Find_EveryByteOfTheAnswerChanged_GivesNoCosignature()
    {
        var note = Scene.Checkpoint(two: false);
        var witness = Scene.Policy.Witnesses[0].Key;
        var lines = CosignatureLines.Encode(note.Signatures[1]);
        for (var at = 0; at < lines.Length; at++)
        {
            foreach (var mask in (byte[])[0x01, 0x20, 0x80])
            {
                var changed = lines.ToArray();
                changed[at] ^= mask;
                Assert.True(!CosignatureLines.TryParse(changed, out var signatures) || CosignatureLines.Find(signatures, witness, note.Text.Span, out _) is null, $"byte {at} ^ {mask:x2}");
            }
        }
    }

    [Fact]
    public void TryOpen_TwoTreesOfOneLog_AreAForkAndNothingElseIs()
    {
        var other = new MerkleTree();
        for (var i = 0; i < 13; i++)
        {
            other.Append(ProofScene.Entry(i < 8 ? i : i + 100));
        }

        var policy = LogPolicy.Of(Scene.Log.Verifier);
        var large = VerifiedCheckpoint.Open(Scene.Checkpoint().Encode(), Scene.Log.Verifier);
        foreach (var size in (ulong[])[8, 9, 12, 13])
        {
            var small = VerifiedCheckpoint.Sign(new Checkpoint(Scene.Log.Name, new TreeSize(size), other.Root(new TreeSize(size))), Scene.Log);
            var (prefix, path) = (Scene.Tree.Root(new TreeSize(size)), Scene.Tree.ProveConsistency(new TreeSize(size), Scene.Tree.Size).Path);
            Assert.Equal(size > 8, ForkEvidence.TryCreate(small, large, prefix, path, out var evidence));
            if (evidence is null)
            {
                continue;
            }

            var proof = evidence.EncodeProof();
            Assert.True(ForkEvidence.TryOpen(small.Note.Span, large.Note.Span, proof, policy, out _));
            for (var at = 0; at < proof.Length; at++)
            {
                var changed = proof.ToArray();
                changed[at] ^= 1;
                Assert.False(ForkEvidence.TryOpen(small.Note.Span, large.Note.Span, changed, policy, out _));
            }

            Assert.False(ForkEvidence.TryOpen(large.Note.Span, large.Note.Span, proof, policy, out _));
            Assert.False(ForkEvidence.TryOpen(small.Note.Span, large.Note.Span, proof, LogPolicy.Of(NoteSigner.Generate(Scene.Log.Name).Verifier), out _));
        }
    }

    [Fact]
    public void Cosigner_SecretText_IsReadBackAndNoLogsKeyIs()
    {
        var key = Cosigner.Generate("witness.example");
        Assert.Equal(key.Verifier, Cosigner.Parse(key.ToSecretText()).Verifier);
        Assert.False(Cosigner.TryParse(Scene.Log.ToSecretText(), out _));
        Assert.False(NoteSigner.TryParse(key.ToSecretText(), out _));
        Assert.DoesNotContain(key.ToSecretText()[20..], key.ToString(), StringComparison.Ordinal);
    }

    private static AddCheckpointRequest Request() => new(new TreeSize(7), Scene.Tree.ProveConsistency(new TreeSize(7), Scene.Tree.Size).Path, Scene.Checkpoint());
}
