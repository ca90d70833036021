using System.IO.Compression;
using System.Text;
using static Vitrine.Seals.Tests.Planted;

namespace Vitrine.Seals.Tests;

public sealed class BinaryRuleTests
{
    [Fact]
    public void Screen_Programs_AreMediumWhateverTheirName()
    {
        var own = File.ReadAllBytes(typeof(BinaryRuleTests).Assembly.Location);
        var elf = File.ReadAllBytes(Environment.ProcessPath!);

        Assert.Equal(("binary-blob", ScreeningSeverity.Medium), Kinds("lib/x", own));
        Assert.Equal(("binary-blob", ScreeningSeverity.Medium), Kinds("tests/data.bin", elf[..4096]));
        Assert.Contains("Windows program", Screen("x", own).First(finding => finding.Rule == "binary-blob").Message, StringComparison.Ordinal);
        Assert.Equal(("binary-blob", ScreeningSeverity.High), Kinds("images/logo.png", elf[..4096]));
        Assert.Equal(("binary-blob", ScreeningSeverity.Medium), Kinds("A.class", [0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 65, 0, 1]));
        Assert.Equal(("binary-blob", ScreeningSeverity.Medium), Kinds("a.pyc", [0xA7, 0x0D, 13, 10, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0xE3]));
        Assert.Contains("Mach-O", Screen("x", [0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 2, 0, 1]).Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Screen_Archives_AreMedium()
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal, true))
        {
            gzip.Write(new byte[1000]);
        }

        var tar = new byte[1024];
        "ustar"u8.CopyTo(tar.AsSpan(257));

        Assert.All([zipped.ToArray(), tar, "PK\x03\x04\0\0"u8.ToArray()], content => Assert.Equal(("binary-blob", ScreeningSeverity.Medium), Kinds("a.png", content)));
    }

    [Fact]
    public void Screen_UnknownDataAndDocuments_AreLow()
    {
        Assert.Equal(("binary-blob", ScreeningSeverity.Low), Kinds("a.dat", [1, 2, 0, 3]));
        Assert.Equal(("binary-blob", ScreeningSeverity.Low), Kinds("a.db", "SQLite format 3\0"u8.ToArray()));
        Assert.Null(Screen("a.dat", [1, 2, 0, 3])[0].Line);
    }

    [Fact]
    public void Screen_ImagesFontsAndText_AreNoFinding()
    {
        byte[][] contents =
        [
            [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13], [0xFF, 0xD8, 0xFF, 0xE0, 0, 16], "GIF89a\0\0"u8.ToArray(), "wOF2\0\x01\0\0"u8.ToArray(), [0, 1, 0, 0, 0, 12],
            "MZ is how this text begins"u8.ToArray(), "BM too"u8.ToArray(), [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("text")], [0xE9, 0xE8, (byte)'a'], [],
        ];

        Assert.All(contents, content => Assert.Empty(Screen("a", content)));
    }

    [Fact]
    public void Screen_LongEncodedLine_IsLowAndMediumWhereItIsAProgram()
    {
        var program = File.ReadAllBytes(typeof(BinaryRuleTests).Assembly.Location)[..6000];
        var noise = new byte[6000];
        new Random(1).NextBytes(noise);
        (string Text, ScreeningSeverity? Severity)[] samples =
        [
            (Convert.ToBase64String(noise), ScreeningSeverity.Low),
            (Convert.ToHexString(noise), ScreeningSeverity.Low),
            (Convert.ToBase64String(program), ScreeningSeverity.Medium),
            (Convert.ToHexString(program), ScreeningSeverity.Medium),
            (Convert.ToBase64String(noise)[..4000], null),
            (new string('=', 6000), null),
            (string.Concat(Enumerable.Repeat("abc_def-", 800)), null),
            ("iVBORw0KGgo" + Convert.ToBase64String(noise), null),
        ];

        foreach (var (text, severity) in samples)
        {
            Assert.Equal(severity, Screen("a.sh", $"x\nx=\"{text}\"\n").Where(finding => finding.Rule == "encoded-blob").Select(finding => (ScreeningSeverity?)finding.Severity).SingleOrDefault());
        }

        Assert.Equal((2, 4), Screen("a.sh", $"x\nx=\"{samples[0].Text}\"\n").Select(finding => (finding.Line!.Value, finding.Column!.Value)).Single());
    }

    private static (string, ScreeningSeverity) Kinds(string path, byte[] content) => Screen(path, content).Where(finding => finding.Rule == "binary-blob").Select(finding => (finding.Rule, finding.Severity)).Single();
}
