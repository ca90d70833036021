using System.Globalization;
using System.Numerics;
using System.Text;

namespace Vitrine.Proofs.Tests;

public sealed class DsseTests
{
    [Fact]
    public void Pae_PublishedExample_GivesThePublishedBytes()
    {
        // DSSE protocol 1.0.2, test vectors.
        Assert.Equal(
            "DSSEv1 29 http://example.com/HelloWorld 11 hello world", Encoding.UTF8.GetString(Dsse.Pae("http://example.com/HelloWorld", "hello world"u8)));
        Assert.Equal("DSSEv1 0  0 ", Encoding.UTF8.GetString(Dsse.Pae("", [])));
        Assert.Equal("DSSEv1 2 é 1 x", Encoding.UTF8.GetString(Dsse.Pae("é", "x"u8)));
    }

    [Fact]
    public void IsSignedBy_PublishedSignature_IsTheExampleKeys()
    {
        // The published signature is r ‖ s; ours are DER sequences of the same two numbers.
        var raw = Convert.FromBase64String("A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==");
        var key = PublicKey.FromSpki(
        [
            .. Convert.FromHexString("3059301306072a8648ce3d020106082a8648ce3d03010703420004"),
            .. Number("46950820868899156662930047687818585632848591499744589407958293238635476079160"),
            .. Number("5640078356564379163099075877009565129882514886557779369047442380624545832820"),
        ]);
        var json = $$"""{"payload":"aGVsbG8gd29ybGQ=","payloadType":"http://example.com/HelloWorld","signatures":[{"sig":"{{Convert.ToBase64String(Der(raw))}}"}]}""";
        var envelope = DsseEnvelope.Parse(Encoding.UTF8.GetBytes(json));
        Assert.True(envelope.IsSignedBy(key));
        Assert.Equal("", envelope.KeyId);

        static byte[] Number(string text) => BigInteger.Parse(text, CultureInfo.InvariantCulture).ToByteArray(isUnsigned: true, isBigEndian: true);
        static byte[] Der(byte[] raw) => [0x30, 0x44, 0x02, 0x20, .. raw[..32], 0x02, 0x20, .. raw[32..]];
    }

    [Fact]
    public void Parse_BothBase64Alphabets_GivesTheSamePayload()
    {
        const string Standard = """{"payload":"+/+/","payloadType":"t","signatures":[{"sig":"AA=="}]}""";
        const string Urls = """{"payload":"-_-_","payloadType":"t","signatures":[{"sig":"AA=="}]}""";
        Assert.Equal(Parse(Standard).Payload, Parse(Urls).Payload.AsEnumerable());
        Assert.Throws<DsseFormatException>(() => Parse("""{"payload":"+_+_","payloadType":"t","signatures":[{"sig":"AA=="}]}"""));
    }

    [Theory]
    [InlineData("""{"payload":"AA==","payloadType":"t","signatures":[{"sig":"AA==","x":1}],"y":2}""")]
    [InlineData("""{ "payloadType":"t", "payload":"AA==", "signatures":[{"keyid":"k","sig":"AA=="}] }""")]
    public void Parse_UnknownMembersAndAnySpelling_IsRead(string json) => Assert.Equal("t", Parse(json).PayloadType);

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"payload":"AA==","payloadType":"t","signatures":[]}""")]
    [InlineData("""{"payload":"AA==","payloadType":"t","signatures":[{"sig":"AA=="},{"sig":"AA=="}]}""")]
    [InlineData("""{"payload":"AA==","payloadType":"","signatures":[{"sig":"AA=="}]}""")]
    [InlineData("""{"payload":"AB==","payloadType":"t","signatures":[{"sig":"AA=="}]}""")] // Unused bits that are not zero.
    [InlineData("""{"payload":"AA","payloadType":"t","signatures":[{"sig":"AA=="}]}""")]
    [InlineData("""{"payload":"A A==","payloadType":"t","signatures":[{"sig":"AA=="}]}""")]
    [InlineData("""{"payload":1,"payloadType":"t","signatures":[{"sig":"AA=="}]}""")]
    [InlineData("""{"payload":"AA==","payload":"AA==","payloadType":"t","signatures":[{"sig":"AA=="}]}""")]
    public void Parse_NotAnEnvelope_IsRefused(string json) => Assert.Throws<DsseFormatException>(() => Parse(json));

    [Fact]
    public void Sign_Statement_VerifiesAndReadsBack()
    {
        using var key = SigningKey.Generate();
        var statement = new Statement([Subject.Seal(Digest.Of("seal"u8))], "https://example.com/p", CanonicalJson.Parse("""{"b":1,"a":[]}"""u8));
        var envelope = DsseEnvelope.Parse(Dsse.Sign(statement, key).ToJson());
        Assert.Equal(key.PublicKey.KeyId.ToHex(), envelope.KeyId);
        Assert.True(VerifiedStatement.TryOpen(envelope, key.PublicKey, out var verified));
        Assert.Equal(statement.ToJson(), verified.Statement.ToJson());
        Assert.Equal(Digest.Of(statement.ToJson()), verified.PayloadDigest);
    }

    [Fact]
    public void TryOpen_OtherKeyTypeOrPayload_GivesNoVerifiedStatement()
    {
        using var key = SigningKey.Generate();
        using var other = SigningKey.Generate();
        var statement = new Statement([Subject.Seal(Digest.Of("seal"u8))], "https://example.com/p", CanonicalJson.Parse("{}"u8));
        var envelope = Dsse.Sign(statement, key);
        Assert.False(VerifiedStatement.TryOpen(envelope, other.PublicKey, out _));
        var text = Encoding.UTF8.GetString(envelope.ToJson());
        Assert.False(VerifiedStatement.TryOpen(Parse(text.Replace("in-toto+json", "in-toto+jsom", StringComparison.Ordinal)), key.PublicKey, out _));
        Assert.Throws<StatementFormatException>(() => VerifiedStatement.TryOpen(Dsse.Sign("text/plain", statement.ToJson(), key), key.PublicKey, out _));
        Assert.Throws<StatementFormatException>(() => VerifiedStatement.TryOpen(Dsse.Sign(Statement.PayloadType, "{}"u8, key), key.PublicKey, out _));
    }

    private static DsseEnvelope Parse(string json) => DsseEnvelope.Parse(Encoding.UTF8.GetBytes(json));
}
