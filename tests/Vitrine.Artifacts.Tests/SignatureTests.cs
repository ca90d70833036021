namespace Vitrine.Artifacts.Tests;

public sealed class SignatureTests
{
    private static readonly byte[] _plain = Vectors.Read("pe/shop.dll");
    private static readonly byte[] _signed = Vectors.Read("pe/signed.dll");

    /// <summary>The CMS signature within a signed image's one certificate.</summary>
    private static byte[] Cms(byte[] image)
    {
        var (table, _, der) = Table(image);
        return image[(table + 8)..(table + 8 + der)];
    }

    [Fact]
    public void Compare_UnsignedAndSigned_IsSameButForSignatures()
    {
        var result = Compared.Explains(
            ComparisonVerdict.SameButForSignatures, _plain, _signed, "pe.certificate-table", "pe.checksum");
        Assert.Matches(@"^image checksum: 0x00000000 \(not set\) against 0x[0-9a-f]{8} \(right\)$", result.Explanations.Single(e => e.Normaliser == "pe.checksum").What);
        var table = result.Explanations.Single(e => e.Normaliser == "pe.certificate-table");
        Assert.Contains(table.Ranges, r => r.Side == Side.B && r.Offset >= _plain.Length);
    }

    [Fact]
    public void Compare_SignedByTwo_IsSameButForSignatures()
    {
        Compared.Explains(ComparisonVerdict.SameButForSignatures, _signed, Vectors.Read("pe/signed-by-another.dll"), "pe.certificate-table", "pe.checksum");
    }

    [Fact]
    public void Compare_SignatureTakenOff_IsEquivalentByTheChecksum()
    {
        Compared.Explains(ComparisonVerdict.Equivalent, _plain, Vectors.Read("pe/signature-removed.dll"), "pe.checksum");
    }

    [Fact]
    public void Compare_SignedAndChecksumStale_IsOnlyEquivalentAndSaysSo()
    {
        var image = PeImage.Parse(_plain);
        var result = Compared.Explains(
            ComparisonVerdict.Equivalent, _signed, _plain.With32(image.ChecksumOffset, 0x1234), "pe.checksum", "pe.certificate-table");
        Assert.EndsWith("0x00001234 (not that of the file)", result.Explanations.Single(e => e.Normaliser == "pe.checksum").What, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_SigningPaddedTheFile_IsSameButForSignatures()
    {
        Compared.Explains(
            ComparisonVerdict.SameButForSignatures, Vectors.Read("pe/appended.dll"), Vectors.Read("pe/appended-signed.dll"),
            "pe.certificate-table", "pe.checksum");
    }

    [Fact]
    public void Compare_OnlyTheChecksumIsSet_IsEquivalent()
    {
        var image = PeImage.Parse(_plain);
        Compared.Explains(
            ComparisonVerdict.Equivalent, _plain, _plain.With32(image.ChecksumOffset, PeChecksum.Compute(image)), "pe.checksum");
    }

    [Fact]
    public void Compute_MicrosoftsOwnImage_IsTheChecksumItCarries()
    {
        var image = PeImage.Parse(NativeImage.Signed);
        Assert.Equal(image.View.U32(image.ChecksumOffset), PeChecksum.Compute(image));
    }

    [Fact]
    public void Compare_MicrosoftsSignatureTakenOff_IsSameButForSignatures()
    {
        Compared.Explains(ComparisonVerdict.SameButForSignatures, NativeImage.Signed, NativeImage.Unsigned, "pe.certificate-table", "pe.checksum");
    }

    [Fact]
    public void Compare_PayloadBehindTheTable_IsDifferent()
    {
        var difference = Assert.Single(
            Compared.Fails(ComparisonVerdict.Different, _plain, [.. _signed, .. "payload!"u8]).Differences);
        Assert.Equal("behind the last section", difference.Name);
    }

    [Fact]
    public void Compare_PayloadInTheTableBehindTheSignature_IsDifferent()
    {
        var image = PeImage.Parse(_signed);
        var (table, size, _) = Table(_signed);
        byte[] longer = [.. _signed, .. "payload!"u8];
        longer = longer.With32(table, size + 8).With32(image.DirectoryOffset(PeDirectory.Certificates) + 4, size + 8);
        Assert.Equal("behind the last section", Assert.Single(Compared.Fails(ComparisonVerdict.Different, _plain, longer).Differences).Name);
    }

    [Fact]
    public void Compare_CertificateTableWithinTheImage_IsRefused()
    {
        var field = PeImage.Parse(_plain).DirectoryOffset(PeDirectory.Certificates);
        var hostile = _plain.With32(field, 512).With32(field + 4, 2048);
        var difference = Assert.Single(Compared.Fails(ComparisonVerdict.NotComparable, _plain, hostile).Differences);
        Assert.Equal((DifferenceKind.Refusal, "contradiction"), (difference.Kind, difference.Name));
    }

    [Fact]
    public void Inspect_UnknownUnsignedAttribute_IsForeign()
    {
        // signerInfos, the last set, is given one unsigned attribute of kind 1.2.3 with four octets: all lengths around it grow by its size.
        byte[] attribute = [0xa1, 14, 0x30, 12, 0x06, 2, 0x2a, 3, 0x31, 6, 0x04, 4, 1, 2, 3, 4];
        var cms = Cms(_signed);
        Assert.Empty(SignedData.Inspect(cms).Foreign);
        var longer = WithUnsigned(cms, attribute);
        var (length, foreign) = SignedData.Inspect(longer);
        Assert.Equal(longer.Length, length);
        Assert.Equal((longer.Length - 14, 14), Assert.Single(foreign));
        Assert.Empty(SignedData.Inspect(WithUnsigned(cms, [0xa1, 21, 0x30, 19, 0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 6, 0x31, 6, 0x04, 4, 1, 2, 3, 4])).Foreign);
    }

    [Fact]
    public void Inspect_MicrosoftsSignatureWithTimeStamp_HasNothingForeign()
    {
        var cms = Cms(NativeImage.Signed);
        Assert.Equal(cms.Length, SignedData.Inspect(cms).Length);
        Assert.Empty(SignedData.Inspect(cms).Foreign);
    }

    [Fact]
    public void Compare_PackageSignedOrSignedByTwo_IsSameButForSignatures()
    {
        var (one, two) = (Cms(_signed), Cms(Vectors.Read("pe/signed-by-another.dll")));
        Compared.Explains(ComparisonVerdict.SameButForSignatures, Zips.Package(_plain), Zips.Package(_plain, signature: one), "nupkg.signature");
        Compared.Explains(ComparisonVerdict.SameButForSignatures, Zips.Package(_plain, signature: two), Zips.Package(_plain, signature: one), "nupkg.signature");
    }

    [Fact]
    public void Compare_PackageAndLibraryWithinSigned_IsSameButForSignatures()
    {
        var result = Compared.Explains(
            ComparisonVerdict.SameButForSignatures, Zips.Package(_plain), Zips.Package(_signed, signature: Cms(_signed)),
            "nupkg.signature", "pe.certificate-table", "pe.checksum");
        Assert.Equal(["lib/net10.0/shop.dll", "lib/net10.0/shop.dll", ""], result.Explanations.Select(e => e.Member));
    }

    [Fact]
    public void Compare_PackageSignatureCarriesMore_IsDifferent()
    {
        var difference = Assert.Single(
            Compared.Fails(ComparisonVerdict.Different, Zips.Package(_plain), Zips.Package(_plain, signature: [.. Cms(_signed), 1])).Differences);
        Assert.Equal("only in B, and no signature: 1 bytes lie behind the signature", difference.What);
    }

    [Fact]
    public void Compare_SignatureInAnArchiveThatIsNoPackage_IsDifferent()
    {
        var plain = Zips.Of(("a.dll", _plain));
        Compared.Fails(ComparisonVerdict.Different, plain, Zips.Append(plain, ".signature.p7s", Cms(_signed)));
    }

    private static (int Table, uint Size, int Der) Table(byte[] bytes)
    {
        var (table, size) = PeImage.Parse(bytes).Directory(PeDirectory.Certificates);
        return ((int)table, size, SignedData.Inspect(bytes.AsSpan((int)table + 8)).Length);
    }

    /// <summary>Appends to the last signer, whose end is the end of all, and corrects the lengths of all that hold it.</summary>
    private static byte[] WithUnsigned(byte[] cms, byte[] attributes)
    {
        byte[] longer = [.. cms, .. attributes];
        for (var at = 0; at < cms.Length - 4; at++)
        {
            var holdsAll = longer[at] is 0x30 or 0x31 or 0xa0 && longer[at + 1] == 0x82
                && at + 4 + (longer[at + 2] << 8) + longer[at + 3] == cms.Length;
            if (holdsAll)
            {
                var length = (longer[at + 2] << 8) + longer[at + 3] + attributes.Length;
                (longer[at + 2], longer[at + 3]) = ((byte)(length >> 8), (byte)(length & 0xff));
            }
        }

        return longer;
    }
}
