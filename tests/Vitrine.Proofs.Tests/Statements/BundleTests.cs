using System.Text;

namespace Vitrine.Proofs.Tests;

public sealed class BundleTests : IDisposable
{
    private readonly GateChain _chain = new GateChain().Trust().AddAll();

    public void Dispose() => _chain.Dispose();

    [Fact]
    public void Parse_WrittenFile_WritesTheSameBytes()
    {
        var bytes = _chain.Bundle(_chain.Checkpoint(witnesses: 2));
        Assert.Equal(bytes, BundleFile.Encode(BundleFile.Parse(bytes)));
        Assert.All(Encoding.UTF8.GetString(bytes).TrimEnd('\n').Split('\n'), line => Assert.True(CanonicalJson.IsCanonical(Encoding.UTF8.GetBytes(line))));
    }

    [Fact]
    public void Parse_LinesOfOneKey_LoadItOnce()
    {
        var keys = BundleFile.Parse(_chain.Bundle()).Select(bundle => bundle.Entry.Key).Where(_chain.LaboratoryKey.PublicKey.Equals).ToList();
        Assert.Equal(2, keys.Count);
        Assert.Same(keys[0], keys[1]);
    }

    [Fact]
    public void Parse_LogEntry_IsHashedRekordOverThePaeDigest()
    {
        var bundle = _chain.Bundles()[0];
        var key = _chain.LaboratoryKey.PublicKey;
        var digest = Digest.Of(Dsse.Pae(bundle.Envelope.PayloadType, bundle.Envelope.Payload.AsSpan())).ToBase64();
        Assert.Equal(
            $$$$$$$"""{"apiVersion":"0.0.2","kind":"hashedrekord","spec":{"hashedRekordV002":{"data":{"algorithm":"SHA2_256","digest":"{{{{{{{digest}}}}}}}"},"signature":{"content":"{{{{{{{Convert.ToBase64String(bundle.Envelope.Signature.AsSpan())}}}}}}}","verifier":{"keyDetails":"PKIX_ECDSA_P256_SHA_256","publicKey":{"rawBytes":"{{{{{{{key.ToBase64()}}}}}}}"}}}}}}""",
            Encoding.UTF8.GetString(LogEntryBody.For(bundle.Envelope, key)));
        Assert.Equal(key, LogEntryBody.Parse(LogEntryBody.For(bundle.Envelope, key)).Key);
    }

    [Fact]
    public void Create_ProofOfAnotherEntryOrKeyOfAnother_IsACallersBug()
    {
        var checkpoint = _chain.Checkpoint();
        var bundle = _chain.Bundles(checkpoint)[0];
        var key = _chain.LaboratoryKey.PublicKey;
        Assert.Throws<ArgumentException>(() => SigstoreBundle.Create(bundle.Envelope, key, _chain.Tree.ProveInclusion(new LogIndex(0), checkpoint.Size), checkpoint));
        Assert.Throws<ArgumentException>(() => SigstoreBundle.Create(bundle.Envelope, _chain.Vendor.PublicKey, bundle.Proof, checkpoint));
        Assert.Throws<ArgumentException>(() => SigstoreBundle.Create(bundle.Envelope, key, bundle.Proof, _chain.Checkpoint(size: 7)));
    }

    [Theory]
    [InlineData("\"integratedTime\":\"0\"", "\"integratedTime\":\"1\"")]
    [InlineData("\"integratedTime\":\"0\"", "\"integratedTime\":0")]
    [InlineData("\"logIndex\":\"3\"", "\"logIndex\":\"03\"")]
    [InlineData("\"logIndex\":\"3\"", "\"logIndex\":\"-3\"")]
    [InlineData("\"logIndex\":\"3\"", "\"logIndex\":\"9223372036854775808\"")]
    [InlineData("\"version\":\"0.0.2\"", "\"version\":\"0.0.1\"")]
    [InlineData("bundle.v0.3+json", "bundle.v0.2+json")]
    [InlineData("\"tlogEntries\":[", "\"timestampVerificationData\":{},\"tlogEntries\":[")]
    [InlineData("{\"dsseEnvelope\"", "{\"aaa\":null,\"dsseEnvelope\"")]
    [InlineData("\"keyid\":", "\"keyid\": ")]
    public void Parse_AnotherSpellingOrMember_IsRefused(string right, string wrong)
    {
        var line = Encoding.UTF8.GetString(_chain.Bundles()[0].ToJson());
        Assert.Contains(right, line, StringComparison.Ordinal);
        Assert.Throws<BundleFormatException>(() => SigstoreBundle.Parse(Encoding.UTF8.GetBytes(line.Replace(right, wrong, StringComparison.Ordinal))));
    }

    [Fact]
    public void Parse_MissingMembers_AreRefused()
    {
        var changes = JsonEdits.Of(_chain.Bundles()[0].ToJson(), optional: [], open: []).Select(c => CanonicalJson.Canonicalize(c)).ToList();
        Assert.True(changes.Count > 30);
        Assert.All(changes, c => Assert.Throws<BundleFormatException>(() => SigstoreBundle.Parse(c)));
    }

    [Fact]
    public void Parse_FileWithFaults_SaysTheLine()
    {
        var bytes = _chain.Bundle();
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        Assert.Equal(0, Fault([]).Line);
        Assert.Equal(2, Fault(Encoding.UTF8.GetBytes(lines[0] + "\n\n" + lines[1] + "\n")).Line);
        Assert.Equal(1, Fault(Encoding.UTF8.GetBytes(lines[0] + "\r\n")).Line);
        Assert.Equal(2, Fault(Encoding.UTF8.GetBytes(lines[0] + "\n" + lines[0] + "\n")).Line);
        Assert.Equal(5, Fault(bytes[..^1]).Line);
        Assert.Equal(0, Fault(new byte[BundleFile.MaxBytes + 1]).Line);
    }

    [Fact]
    public void Parse_MoreLinesThanTheBound_IsRefused()
    {
        for (var more = _chain.Bundles().Count; more <= BundleFile.MaxLines; more++)
        {
            _chain.Comparison = _chain.Comparison with { Name = "n" + more };
            _chain.AddRebuild();
        }

        var lines = _chain.Bundles().Select(b => Encoding.UTF8.GetString(b.ToJson()) + "\n");
        Assert.Equal(BundleFile.MaxLines + 1, Fault(Encoding.UTF8.GetBytes(string.Concat(lines))).Line);
        Assert.Throws<ArgumentException>(() => BundleFile.Encode(_chain.Bundles()));
        Assert.Throws<ArgumentException>(() => BundleFile.Encode([]));
    }

    private static BundleFormatException Fault(byte[] bytes) => Assert.Throws<BundleFormatException>(() => BundleFile.Parse(bytes));
}
