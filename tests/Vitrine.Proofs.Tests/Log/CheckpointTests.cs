using System.Text;

namespace Vitrine.Proofs.Tests;

public sealed class CheckpointTests
{
    private const string Root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

    private static readonly NoteSigner Log = NoteSigner.FromSeed("vitrine.example/log", Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
    private static readonly Cosigner Witness = Cosigner.FromSeed("witness.example/w1", Enumerable.Range(32, 32).Select(i => (byte)i).ToArray());
    private static readonly DateTimeOffset Time = new(2026, 11, 21, 22, 53, 20, TimeSpan.Zero);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Signed(string text) => Note.Sign(Utf8(text), Log);

    [Theory]
    [InlineData("example.com/behind-the-sofa\n20852163\n" + Root + "\n", 20852163UL)]
    [InlineData("a name with spaces + plus\n1\n" + Root + "\n", 1UL)]
    [InlineData("x\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", 0UL)]
    [InlineData("x\n9223372036854775807\n" + Root + "\n", 9223372036854775807UL)]
    [InlineData("x\n5\n" + Root + "\nextension one\nextension two\n", 5UL)]
    public void Parse_Checkpoint_IsWrittenBackExactly(string text, ulong size)
    {
        var checkpoint = Checkpoint.Parse(Utf8(text));
        Assert.Equal(size, checkpoint.Size.Value);
        Assert.Equal(text, checkpoint.ToString());
        Assert.Equal(Utf8(text), checkpoint.Encode());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("x\n5\n")]
    [InlineData("x\n5\n" + Root)]
    [InlineData("\n5\n" + Root + "\n")]
    [InlineData("x\n05\n" + Root + "\n")]
    [InlineData("x\n\n" + Root + "\n")]
    [InlineData("x\n+5\n" + Root + "\n")]
    [InlineData("x\n-5\n" + Root + "\n")]
    [InlineData("x\n 5\n" + Root + "\n")]
    [InlineData("x\n9223372036854775808\n" + Root + "\n")]
    [InlineData("x\n99999999999999999999\n" + Root + "\n")]
    [InlineData("x\n0\n" + Root + "\n")]
    [InlineData("x\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n")]
    [InlineData("x\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n")]
    [InlineData("x\n5\n" + Root + "\n\n")]
    [InlineData("x\n5\n" + Root + "\n\nlate\n")]
    [InlineData("x\r\n5\r\n" + Root + "\r\n")]
    [InlineData("x\n٥\n" + Root + "\n")]
    public void Parse_NoCheckpoint_IsRefused(string text)
    {
        Assert.False(Checkpoint.TryParse(Utf8(text), out _));
        Assert.Equal(NoteVerdict.NotACheckpoint, Assert.Throws<NoteFormatException>(() => Checkpoint.Parse(Utf8(text))).Verdict);
    }

    [Fact]
    public void Checkpoint_OfABadOrigin_Throws()
    {
        Assert.Throws<ArgumentException>(() => new Checkpoint("", new TreeSize(1), default));
        Assert.Throws<ArgumentException>(() => new Checkpoint("a\nb", new TreeSize(1), default));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Checkpoint("a", new TreeSize(1UL << 63), default));
    }

    [Fact]
    public void TryOpen_SignedByItsLog_IsVerified()
    {
        var note = Signed($"{Log.Name}\n5\n{Root}\n");
        Assert.Equal(NoteVerdict.Verified, VerifiedCheckpoint.TryOpen(note, Log.Verifier, [], out var checkpoint));
        Assert.Equal((Log.Name, 5UL, Root), (checkpoint!.Origin, checkpoint.Size.Value, checkpoint.Root.ToBase64()));
        Assert.Equal(note, checkpoint.Note.ToArray());
        Assert.Empty(checkpoint.Cosignatures);
    }

    [Fact]
    public void TryOpen_NotAsItMustBe_SaysWhy()
    {
        var good = Signed($"{Log.Name}\n5\n{Root}\n");
        var other = NoteSigner.Generate(Log.Name);
        Assert.Equal(NoteVerdict.Malformed, VerifiedCheckpoint.TryOpen(good.AsSpan(1..^1), Log.Verifier, [], out _));
        Assert.Equal(NoteVerdict.NoKnownSignature, VerifiedCheckpoint.TryOpen(good, other.Verifier, [], out _));
        Assert.Equal(NoteVerdict.OtherOrigin, VerifiedCheckpoint.TryOpen(Signed($"elsewhere\n5\n{Root}\n"), Log.Verifier, [], out _));
        Assert.Equal(NoteVerdict.NotACheckpoint, VerifiedCheckpoint.TryOpen(Signed("hello\n"), Log.Verifier, [], out _));
        var changed = Encoding.UTF8.GetString(good).Replace("\n5\n", "\n6\n", StringComparison.Ordinal);
        Assert.Equal(NoteVerdict.BadSignature, VerifiedCheckpoint.TryOpen(Utf8(changed), Log.Verifier, [], out var none));
        Assert.Null(none);
        Assert.Equal(NoteVerdict.OtherOrigin, Assert.Throws<NoteFormatException>(
            () => VerifiedCheckpoint.Open(Signed($"elsewhere\n5\n{Root}\n"), Log.Verifier)).Verdict);
    }

    [Fact]
    public void TryOpen_CosignedOnly_IsNotTheLogs()
    {
        var text = Utf8($"{Log.Name}\n5\n{Root}\n");
        var stranger = NoteSigner.Generate("stranger.example");
        var note = Note.Parse(Note.Sign(text, stranger)).With(Witness.Sign(text, Time)).Encode();
        Assert.Equal(NoteVerdict.NoKnownSignature, VerifiedCheckpoint.TryOpen(note, Log.Verifier, [Witness.Verifier], out _));
    }

    [Fact]
    public void TryOpen_Cosigned_HasTheWitnessAndItsTime()
    {
        var text = Utf8($"{Log.Name}\n5\n{Root}\n");
        var note = Note.Parse(Note.Sign(text, Log)).With(Witness.Sign(text, Time)).Encode();
        Assert.Equal(NoteVerdict.Verified, VerifiedCheckpoint.TryOpen(note, Log.Verifier, [Witness.Verifier], out var checkpoint));
        var cosignature = Assert.Single(checkpoint!.Cosignatures);
        Assert.Equal(Witness.Verifier, cosignature.Key);
        Assert.Equal(Time, cosignature.Time);
        // A witness that is not asked for is not there.
        Assert.Equal(NoteVerdict.Verified, VerifiedCheckpoint.TryOpen(note, Log.Verifier, [], out checkpoint));
        Assert.Empty(checkpoint!.Cosignatures);
    }

    [Fact]
    public void TryOpen_AnyByteOfACosignatureChanged_IsRefused()
    {
        var text = Utf8($"{Log.Name}\n5\n{Root}\n");
        var line = Witness.Sign(text, Time);
        for (var bit = 0; bit < line.Bytes.Length * 8; bit++)
        {
            var changed = line with { Bytes = line.Bytes.SetItem(bit / 8, (byte)(line.Bytes[bit / 8] ^ (1 << (bit % 8)))) };
            var note = Note.Parse(Note.Sign(text, Log)).With(changed).Encode();
            Assert.Equal(NoteVerdict.BadSignature, VerifiedCheckpoint.TryOpen(note, Log.Verifier, [Witness.Verifier], out _));
        }

        var cut = Note.Parse(Note.Sign(text, Log)).With(line with { Bytes = line.Bytes[..^1] }).Encode();
        Assert.Equal(NoteVerdict.BadSignature, VerifiedCheckpoint.TryOpen(cut, Log.Verifier, [Witness.Verifier], out _));
    }

    [Fact]
    public void Sign_ByAWitness_IsTheMessageOfTheSpecification()
    {
        var text = Utf8($"{Log.Name}\n5\n{Root}\n");
        var signature = Witness.Sign(text, Time);
        var key = Witness.Verifier.PublicKey.ToArray();
        Assert.Equal(0x04, Convert.FromBase64String(Witness.Verifier.ToString().Split('+', 3)[2])[0]);
        Assert.Equal(1795301600UL, System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(signature.Bytes.AsSpan()));
        byte[] message = [.. Utf8("cosignature/v1\ntime 1795301600\n"), .. text];
        Assert.True(Ed25519.Verify(key, message, signature.Bytes.AsSpan()[8..]));
        Assert.Equal(Witness.Verifier, NoteVerifier.Parse(Witness.Verifier.ToString()));
    }

    [Fact]
    public void Sign_BeforeTime_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Witness.Sign("x\n"u8, DateTimeOffset.UnixEpoch.AddSeconds(-1)));

    [Fact]
    public void TryOpen_KeysOfTheWrongKind_Throws()
    {
        var note = Signed($"{Log.Name}\n5\n{Root}\n");
        Assert.Throws<ArgumentException>(() => VerifiedCheckpoint.TryOpen(note, Witness.Verifier, [], out _));
        Assert.Throws<ArgumentException>(() => VerifiedCheckpoint.TryOpen(note, Log.Verifier, [Log.Verifier], out _));
    }

    [Fact]
    public void Sign_ByTheLog_OpensAgain()
    {
        var signed = VerifiedCheckpoint.Sign(new Checkpoint(Log.Name, new TreeSize(7), Digest.Of("x"u8)), Log);
        var opened = VerifiedCheckpoint.Open(signed.Note.Span, Log.Verifier);
        Assert.Equal((signed.Size, signed.Root, signed.Origin), (opened.Size, opened.Root, opened.Origin));
        Assert.Throws<ArgumentException>(() => VerifiedCheckpoint.Sign(new Checkpoint("other", new TreeSize(7), Digest.Of("x"u8)), Log));
    }
}
