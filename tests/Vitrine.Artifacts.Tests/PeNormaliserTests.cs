using System.Security.Cryptography;

namespace Vitrine.Artifacts.Tests;

public sealed class PeNormaliserTests
{
    private static byte[] Native => NativeImage.Unsigned;

    private static PeImage NativeParsed { get; } = PeImage.Parse(NativeImage.Unsigned);

    [Fact]
    public void Compare_TheSameFile_IsIdentical()
    {
        var image = Compiler.Compile(Compiler.Library);
        Compared.Explains(ComparisonVerdict.Identical, image, image.ToArray());
    }

    [Fact]
    public void Compare_BuiltInAnotherFolderOfEqualLength_IsEquivalentByFiveNormalisers()
    {
        var one = Compiler.Compile(Compiler.Library, "one", "-deterministic");
        var two = Compiler.Compile(Compiler.Library, "two", "-deterministic");
        var result = Compared.Explains(
            ComparisonVerdict.Equivalent, one, two, "pe.coff-timestamp", "pe.debug-timestamps", "pe.codeview", "pe.pdb-checksum", "dotnet.mvid");
        Assert.Contains("/one/", result.Explanations.Single(e => e.Normaliser == "pe.codeview").What, StringComparison.Ordinal);
        Assert.Contains("/two/", result.Explanations.Single(e => e.Normaliser == "pe.codeview").What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anycpu", 2)]
    [InlineData("x64", 2)]
    [InlineData("anycpu", 512)]     // moves everything behind by one block of the file
    [InlineData("x64", 512)]
    public void Compare_BuiltInAFolderOfAnotherLength_IsEquivalent(string platform, int longer)
    {
        const string Library = Compiler.Library + "static class Data { public static System.ReadOnlySpan<int> Primes => [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31]; }";
        var a = Compiler.Compile(Library, "one", "-deterministic", "-platform:" + platform);
        var b = Compiler.Compile(Library, "one" + (longer == 2 ? "xx" : $"/{new string('x', 255)}/{new string('y', 255)}"), "-deterministic", "-platform:" + platform);
        Assert.Equal(longer > 100, b.Length > a.Length);
        Compared.Explains(
            ComparisonVerdict.Equivalent, a, b,
            "pe.coff-timestamp", "pe.debug-timestamps", "pe.codeview", "pe.pdb-checksum", "dotnet.mvid", "dotnet.layout");
    }

    [Fact]
    public void Compare_BuiltInAFolderOfAnotherLengthWithAByteInThePadding_IsDifferent()
    {
        var a = Compiler.Compile(Compiler.Library, "one", "-deterministic");
        var b = Compiler.Compile(Compiler.Library, "oneandtwo", "-deterministic");
        var text = PeImage.Parse(b).Sections[0];
        Compared.Fails(ComparisonVerdict.Different, a, b.With(text.RawOffset + text.RawSize - 1, 1));
    }

    [Fact]
    public void Compare_LinkTimeDiffers_IsEquivalent() =>
        Compared.Explains(
            ComparisonVerdict.Equivalent, Native, Native.With32(NativeParsed.CoffOffset + 4, 7), "pe.coff-timestamp");

    [Fact]
    public void Compare_DebugTimeDiffers_IsEquivalent() =>
        Compared.Explains(
            ComparisonVerdict.Equivalent, Native, Native.With32(NativeParsed.Debug[2].Offset + 4, 7), "pe.debug-timestamps");

    [Fact]
    public void Compare_SymbolFileIsAnother_IsEquivalent()
    {
        var data = NativeParsed.Debug[0].DataOffset;
        Compared.Explains(ComparisonVerdict.Equivalent, Native, Native.With(data + 4, 1, 2, 3).With(data + 20, 9).With(data + 24, "Z:"u8.ToArray()), "pe.codeview");
    }

    [Theory]
    [InlineData(0)]     // no longer RSDS
    [InlineData(24)]    // a control character in the path
    public void Compare_CodeViewIsNotOfItsShape_IsDifferent(int at)
    {
        var difference = Assert.Single(Compared.Fails(ComparisonVerdict.Different, Native, Native.With(NativeParsed.Debug[0].DataOffset + at, 1)).Differences);
        Assert.Equal((DifferenceKind.Section, ".rdata"), (difference.Kind, difference.Name));
    }

    [Fact]
    public void Compare_CodeViewPointsAtCode_ExplainsNothingThere()
    {
        // Bytes shaped as an entry among code, in both files, so that only the path between them differs.
        var text = NativeParsed.Sections[0];
        byte[] entry = [.. "RSDS"u8, .. new byte[20], .. "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"u8];
        entry = [.. entry[..(int)(NativeParsed.Debug[0].DataSize - 1)], 0];
        var directory = NativeParsed.Debug[0].Offset;
        var hostile = Native.With(text.RawOffset + 512, entry)
            .With32(directory + 20, (uint)text.Rva + 512)
            .With32(directory + 24, (uint)text.RawOffset + 512);
        var difference = Assert.Single(
            Compared.Fails(ComparisonVerdict.Different, hostile, hostile.With(text.RawOffset + 512 + 30, (byte)'b')).Differences);
        Assert.Equal(".text", difference.Name);
    }

    [Fact]
    public void Compare_SymbolFilesChecksumDiffers_IsEquivalent()
    {
        var image = Compiler.Compile(Compiler.Library);
        var entry = PeImage.Parse(image).Debug.Single(e => e.Type == PeDebugEntry.PdbChecksum);
        Compared.Explains(ComparisonVerdict.Equivalent, image, image.With(entry.DataOffset + 7, 1, 2, 3, 4), "pe.pdb-checksum");
        Compared.Fails(ComparisonVerdict.Different, image, image.With(entry.DataOffset, "SHA384"u8.ToArray()));
    }

    [Fact]
    public void Compare_ReproducibleBuildHashDiffers_IsEquivalent()
    {
        var entry = NativeParsed.Debug[2];
        var image = Native.With32(entry.Offset + 12, PeDebugEntry.Repro)
            .With32(entry.Offset + 16, 36)
            .With32(entry.DataOffset, 32);
        Compared.Explains(ComparisonVerdict.Equivalent, image, image.With(entry.DataOffset + 4, 1, 2, 3, 4), "pe.repro");
        Compared.Fails(ComparisonVerdict.Different, image, image.With(entry.DataOffset + 36, 1, 2, 3, 4));
    }

    [Fact]
    public void Compare_ToolsRecordDiffers_IsEquivalent()
    {
        var rich = Native.AsSpan().IndexOf("Rich"u8);
        var result = Compared.Explains(
            ComparisonVerdict.Equivalent, Native, Native.With32(rich - 4, Native.U32(rich - 4) ^ 3), "pe.rich-header");
        Assert.Contains("×", result.Explanations[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_ToolsRecordIsShorter_IsEquivalent()
    {
        // One pair goes, so that all headers behind move up by its 8 bytes; 8 zeros make up for them before the first section.
        var rich = Native.AsSpan().IndexOf("Rich"u8);
        var first = (int)NativeParsed.Sections[0].RawOffset;
        byte[] shorter = [.. Native[..(rich - 8)], .. Native[rich..first], .. new byte[8], .. Native[first..]];
        Compared.Explains(ComparisonVerdict.Equivalent, Native, shorter.With32(0x3c, Native.U32(0x3c) - 8), "pe.rich-header");
    }

    [Theory]
    [InlineData(".text", 0x1000)]
    [InlineData(".data", 0x40)]
    [InlineData(".rsrc", 0x100)]
    public void Compare_OneByteOfASectionDiffers_NamesIt(string name, int at)
    {
        var section = NativeParsed.Sections.Single(s => s.Name == name);
        var changed = Native.With(section.RawOffset + at, (byte)(Native[section.RawOffset + at] ^ 1));
        var difference = Assert.Single(Compared.Fails(ComparisonVerdict.Different, Native, changed).Differences);
        Assert.Equal(
            new Difference("", DifferenceKind.Section, name, $"1 of {section.RawSize} bytes differ, the first at {at}"), difference);
    }

    [Fact]
    public void Compare_ModuleVersionIdDiffers_IsEquivalent()
    {
        var image = Compiler.Compile(Compiler.Library);
        var mvid = PeImage.Parse(image).Cli!.MvidOffset;
        Compared.Explains(ComparisonVerdict.Equivalent, image, image.With(mvid, 1, 2, 3, 4), "dotnet.mvid");
    }

    [Fact]
    public void Compare_StrongNamedOrNot_IsSameButForSignatures()
    {
        var key = Path.GetTempFileName();
        WriteStrongNameKey(key);
        var image = Compiler.Compile(Compiler.Library, "one", "-deterministic", "-keyfile:" + key);
        File.Delete(key);
        var cli = PeImage.Parse(image).Cli!;
        Assert.True(cli.StrongNameSize > 0);
        var unsigned = image.With(cli.StrongNameOffset, new byte[cli.StrongNameSize])
            .With(cli.HeaderOffset + 16, (byte)(cli.Flags & ~8));
        var result = Compared.Explains(ComparisonVerdict.SameButForSignatures, image, unsigned, "dotnet.strong-name");
        Assert.Equal("strong-name signature: signed against not signed", result.Explanations[0].What);
    }

    [Fact]
    public void Compare_PackagesCorePropertiesNamedAnew_IsEquivalent()
    {
        var library = Vectors.Read("pe/shop.dll");
        Compared.Explains(
            ComparisonVerdict.Equivalent, Zips.Package(library), Zips.Package(library, "fedcba9876543210", "RFF"), "nupkg.psmdcp");
        Compared.Fails(ComparisonVerdict.Different, Zips.Package(library), Zips.Package(library, "fedcba9876543210", "R<"));
    }

    [Fact]
    public void Compare_LibraryInAPackageDiffers_NamesItsMethod()
    {
        var a = Compiler.Compile(Compiler.Library);
        var b = Compiler.Compile(Compiler.Library.Replace("hello ", "hallo ", StringComparison.Ordinal));
        var result = Compared.Fails(ComparisonVerdict.Different, Zips.Package(a), Zips.Package(b));
        Assert.All(
            result.Differences, d => Assert.Equal(("lib/net10.0/shop.dll", "Shop.Basket.Greeting(string)"), (d.Member, d.Name)));
        Assert.Contains("\n  method  lib/net10.0/shop.dll: Shop.Basket.Greeting(string)  only string literals differ\n", result.ToText(), StringComparison.Ordinal);
    }

    private static void WriteStrongNameKey(string path)
    {
        using var rsa = RSA.Create(1024);
        var parameters = rsa.ExportParameters(includePrivateParameters: true);

        // PRIVATEKEYBLOB: header, algorithm, "RSA2", bits, exponent, then numbers with the least byte first.
        byte[] key =
        [
            7, 2, 0, 0, 0, 0x24, 0, 0, .. "RSA2"u8, 0, 4, 0, 0, 1, 0, 1, 0,
            .. Backwards(parameters.Modulus), .. Backwards(parameters.P), .. Backwards(parameters.Q), .. Backwards(parameters.DP),
            .. Backwards(parameters.DQ), .. Backwards(parameters.InverseQ), .. Backwards(parameters.D),
        ];
        File.WriteAllBytes(path, key);
    }

    private static byte[] Backwards(byte[]? number) => [.. number!.Reverse()];
}
