using System.Buffers.Binary;
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

    [Fact]
    public void Screen_CatalogueOfTranslations_IsNoFindingUnlessItHoldsMore()
    {
        string[] messages = ["", "one\0many", "menu\u0004Open"];
        string[] translations = ["Content-Type: text/plain; charset=UTF-8\n", "\u043E\u0434\u0438\u043D\0\u043C\u043D\u043E\u0433\u043E", "\u958B\u304F"];
        var whole = Catalogue(messages, translations);
        var wrongHash = Catalogue(messages, translations);
        wrongHash[28 + (16 * messages.Length)] = 200;
        var overlap = Catalogue(messages, translations);
        overlap.AsSpan(28, 8).CopyTo(overlap.AsSpan(36));
        var cut = whole[..^1];
        var tooMany = Catalogue(messages, translations);
        BinaryPrimitives.WriteUInt32LittleEndian(tooMany.AsSpan(8), uint.MaxValue);

        Assert.Empty(Screen("po/a.mo", whole));
        Assert.All(
            [
                [.. whole, 0], [.. whole, .. whole], wrongHash, overlap, cut, tooMany, whole[..28], Catalogue(messages, ["", "a\u0001b", ""]), Catalogue(messages, ["", Draw(Base64, 2100), ""]),
                [.. whole.Select(value => value == 0xD0 ? (byte)0xFF : value)],
            ],
            content => Assert.Equal((ScreeningSeverity.Low, true), Screen("po/a.mo", content).Select(finding => (finding.Severity, finding.Message.Contains("begins as a catalogue", StringComparison.Ordinal))).Single()));
    }

    /// <summary>As msgfmt writes it: header, both tables, a hash table of two entries, texts.</summary>
    private static byte[] Catalogue(string[] messages, string[] translations)
    {
        var tables = 28 + (16 * messages.Length);
        var bytes = new List<byte>();
        var texts = new List<byte>();
        foreach (var number in (ReadOnlySpan<int>)[unchecked((int)0x950412DE), 0, messages.Length, 28, 28 + (8 * messages.Length), 2, tables])
        {
            Write(number);
        }

        foreach (var text in messages.Concat(translations).Select(Encoding.UTF8.GetBytes))
        {
            Write(text.Length);
            Write(tables + 8 + texts.Count);
            texts.AddRange([.. text, 0]);
        }

        Write(1);
        Write(0);
        return [.. bytes, .. texts];

        void Write(int number) => bytes.AddRange(BitConverter.GetBytes(number));
    }

    private static (string, ScreeningSeverity) Kinds(string path, byte[] content) => Screen(path, content).Where(finding => finding.Rule == "binary-blob").Select(finding => (finding.Rule, finding.Severity)).Single();
}
