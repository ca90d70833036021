using System.Text;

namespace Vitrine.Proofs.Tests;

public sealed class NoteTests
{
    // The example of the specification (C2SP signed-note).
    private const string ExampleKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    private const string Example = "This is an example message.\n\n\u2014 example.com/foo "
        + "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    private static readonly NoteSigner Signer = NoteSigner.FromSeed("vitrine.example/log", Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    [Fact]
    public void Open_TheSpecificationsExample_IsVerified()
    {
        var note = Note.Open(Utf8(Example), NoteVerifier.Parse(ExampleKey));
        Assert.Equal("This is an example message.\n", Encoding.UTF8.GetString(note.Text.Span));
        Assert.Equal("example.com/foo", Assert.Single(note.Signatures).Key.Name);
        Assert.Null(note.Signatures[0].Time);
        Assert.Equal(Utf8(Example), note.Note.Encode());
    }

    // OpenSSL 3 passes over a key that is given to a context which has one: no context may go from key to key.
    [Fact]
    public void Verify_KeysInTurn_JudgesEachByItself()
    {
        var other = NoteSigner.FromSeed(Signer.Name, new byte[32]);
        var text = Utf8("text\n");
        byte[] ours = [.. Signer.Sign(text).Bytes];
        byte[] others = [.. other.Sign(text).Bytes];
        for (var turn = 0; turn < 3; turn++)
        {
            Assert.True(Signer.Verifier.Verify(text, ours, out _));
            Assert.False(other.Verifier.Verify(text, ours, out _));
            Assert.True(other.Verifier.Verify(text, others, out _));
            Assert.False(Signer.Verifier.Verify(text, others, out _));
            Assert.False(Signer.Verifier.Verify(text, ours.AsSpan(1), out _));
        }
    }

    [Fact]
    public void TryOpen_AnyByteOfTheExampleChanged_IsNotVerified()
    {
        var key = NoteVerifier.Parse(ExampleKey);
        var bytes = Utf8(Example);
        for (var i = 0; i < bytes.Length; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = bytes.ToArray();
                changed[i] ^= (byte)(1 << bit);
                Assert.NotEqual(NoteVerdict.Verified, Note.TryOpen(changed, [key], out var note));
                Assert.Null(note);
                if (Note.TryParse(changed, out var parsed))
                {
                    Assert.Equal(changed, parsed.Encode());
                }
            }
        }
    }

    [Fact]
    public void TryOpen_AnyPrefixOfTheExample_IsNotVerified()
    {
        var bytes = Utf8(Example);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(NoteVerdict.Malformed, Note.TryOpen(bytes.AsSpan(0, length), [NoteVerifier.Parse(ExampleKey)], out _));
        }
    }

    [Fact]
    public void TryOpen_OnlyOtherKeys_SaysSo()
    {
        var signed = Note.Sign("text\n"u8, Signer);
        var other = NoteSigner.Generate(Signer.Name).Verifier;
        Assert.Equal(NoteVerdict.NoKnownSignature, Note.TryOpen(signed, [other], out _));
        Assert.Equal(NoteVerdict.NoKnownSignature, Note.TryOpen(signed, [], out _));
    }

    [Fact]
    public void TryOpen_KnownKeyWithABadSignature_SpoilsTheNote()
    {
        var other = NoteSigner.Generate("other.example");
        var forged = Note.Parse(Note.Sign("text\n"u8, Signer)).With(other.Sign("other text\n"u8)).Encode();
        Assert.Equal(NoteVerdict.Verified, Note.TryOpen(forged, [Signer.Verifier], out _));
        Assert.Equal(NoteVerdict.BadSignature, Note.TryOpen(forged, [Signer.Verifier, other.Verifier], out _));
        var thrown = Assert.Throws<NoteFormatException>(() => Note.Open(forged, [Signer.Verifier, other.Verifier]));
        Assert.Equal(NoteVerdict.BadSignature, thrown.Verdict);
    }

    // signed-note: verifiers ignore the signatures of unknown keys, and their names have no bound of their own.
    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(5000)]
    public void TryOpen_ForeignSignatureOfALongName_IsIgnored(int length)
    {
        var signed = Encoding.UTF8.GetString(Note.Sign("text\n"u8, Signer)) + $"\u2014 {new string('n', length)} AAAAAAAA\n";
        Assert.Equal(NoteVerdict.Verified, Note.TryOpen(Utf8(signed), [Signer.Verifier], out var note));
        Assert.Equal(Signer.Verifier, Assert.Single(note!.Signatures).Key);
        Assert.Equal(Utf8(signed), note.Note.Encode());
    }

    [Fact]
    public void TryOpen_SixteenSignatures_VerifiesEach()
    {
        var signers = Enumerable.Range(0, 16).Select(i => NoteSigner.Generate($"key{i}.example")).ToArray();
        var note = Note.Parse(Note.Sign("text\n"u8, signers[0]));
        note = signers.Skip(1).Aggregate(note, (current, signer) => current.With(signer.Sign("text\n"u8)));
        Assert.Equal(NoteVerdict.Verified, Note.TryOpen(note.Encode(), [.. signers.Select(signer => signer.Verifier)], out var opened));
        Assert.Equal(16, opened!.Signatures.Length);
    }

    [Fact]
    public void Parse_TextWithEmptyLines_SplitsAtTheLast()
    {
        var signed = Note.Sign("one\n\ntwo\n\n"u8, Signer);
        Assert.Equal("one\n\ntwo\n\n", Encoding.UTF8.GetString(Note.Parse(signed).Text.Span));
        Assert.Equal(signed, Note.Parse(signed).Encode());
    }

    public static TheoryData<string> Malformed()
    {
        var line = Signer.Sign("text\n"u8).ToString();
        var base64 = line[(line.LastIndexOf(' ') + 1)..];
        return
        [
            "",
            "text\n",
            "text\n\n",
            $"text\n{line}\n",
            $"text\n\n{line}",
            $"text\n\n{line}\n\n",
            $"text\n\n{line} \n",
            $"text\n\n{line}\r\n",
            $"te\txt\n\n{line}\n",
            $"text\n\n- {Signer.Name} {base64}\n",
            $"text\n\n\u2014  {base64}\n",
            $"text\n\n\u2014 {Signer.Name}  {base64}\n",
            $"text\n\n\u2014 na+me {base64}\n",
            $"text\n\n\u2014 na\u00A0me {base64}\n",
            $"text\n\n\u2014 {Signer.Name} {base64.TrimEnd('=')}\n",
            $"text\n\n\u2014 {Signer.Name} AAAA\n",
            $"text\n\n\u2014 {Signer.Name} AAAAAA==\n",
            $"text\n\n\u2014 {Signer.Name} AAAAAAB=\n",
            $"text\n\n\u2014 {Signer.Name}\n",
            "text\n\n" + string.Concat(Enumerable.Repeat(line + "\n", 65)),
            new string('a', Note.MaxSize) + $"\n\n{line}\n",
        ];
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Parse_Malformed_IsRefused(string text)
    {
        Assert.False(Note.TryParse(Utf8(text), out _));
        Assert.Equal(NoteVerdict.Malformed, Assert.Throws<NoteFormatException>(() => Note.Parse(Utf8(text))).Verdict);
        Assert.Equal(NoteVerdict.Malformed, Note.TryOpen(Utf8(text), [Signer.Verifier], out _));
    }

    [Fact]
    public void Parse_BytesThatAreNotUtf8_AreRefused()
    {
        var signed = Note.Sign("text\n"u8, Signer);
        signed[1] = 0xFF;
        Assert.False(Note.TryParse(signed, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("example.com/foo")]
    [InlineData("example.com/foo+530d903a")]
    [InlineData("example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k ")]
    [InlineData("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2")]
    [InlineData("example .com+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+530d903a+é")]
    [InlineData("\ud800+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    public void Parse_NoVerifierKey_IsRefused(string vkey)
    {
        Assert.False(NoteVerifier.TryParse(vkey, out _));
        Assert.Throws<NoteFormatException>(() => NoteVerifier.Parse(vkey));
    }

    [Fact]
    public void Keys_WrittenAndRead_AreTheSame()
    {
        Assert.Equal(ExampleKey, NoteVerifier.Parse(ExampleKey).ToString());
        var generated = NoteSigner.Generate("example.com/log");
        var read = NoteSigner.Parse(generated.ToSecretText());
        Assert.Equal(generated.Verifier, read.Verifier);
        Assert.Equal(generated.ToSecretText(), read.ToSecretText());
        Assert.DoesNotContain("PRIVATE", generated.ToString(), StringComparison.Ordinal);
    }

    // The key pair of transparency-dev/tessera's test log.
    [Fact]
    public void Parse_APublishedPrivateKey_HasItsPublicKey() => Assert.Equal(
        "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
        NoteSigner.Parse("PRIVATE+KEY+example.com/log/testdata+33d7b496+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg").Verifier.ToString());

    [Theory]
    [InlineData("a b")]
    [InlineData("a+b")]
    [InlineData("")]
    [InlineData("a\nb")]
    public void Generate_NameThatIsNone_Throws(string name)
    {
        Assert.Throws<ArgumentException>(() => NoteSigner.Generate(name));
        Assert.Throws<ArgumentException>(() => Cosigner.Generate(name));
    }

    [Fact]
    public void TryOpen_AKeyGivenTwice_CountsOnce()
    {
        Assert.Equal(NoteVerdict.Verified, Note.TryOpen(Note.Sign("t\n"u8, Signer), [Signer.Verifier, Signer.Verifier], out var note));
        Assert.Single(note!.Signatures);
    }

    [Fact]
    public void With_SignatureThatNoNoteCanHave_Throws()
    {
        var note = Note.Parse(Utf8(Example));
        Assert.Throws<ArgumentException>(() => note.With(new NoteSignature("two words", 1, [1])));
        Assert.Throws<ArgumentException>(() => note.With(new NoteSignature("name", 1, [])));
        Assert.Throws<ArgumentException>(() => note.With(new NoteSignature("name", 1, default)));
    }
}
