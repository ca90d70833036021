using System.Text;

namespace Vitrine.Artifacts.Tests;

public sealed class ComparerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vitrine-compare-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Compare_UnknownTypeThatDiffers_SaysWhereAndHowMuch()
    {
        var a = Enumerable.Repeat((byte)'x', 300_000).ToArray();
        var difference = Assert.Single(Compared.Fails(ComparisonVerdict.Different, a, a.With(200_000, 1, 2, 3)).Differences);
        Assert.Equal(new Difference("", DifferenceKind.Bytes, "", "3 bytes differ, the first at offset 200000"), difference);
        difference = Assert.Single(Compared.Of(a, a[..299_990]).Differences);
        Assert.Equal("10 bytes differ, the first at offset 299990; 300000 against 299990 bytes long", difference.What);
    }

    [Fact]
    public void Compare_EmptyFiles_AreIdenticalOrDifferent()
    {
        Compared.Explains(ComparisonVerdict.Identical, [], []);
        Compared.Fails(ComparisonVerdict.Different, [], [1]);
    }

    [Fact]
    public void Compare_TwoTypes_IsNotComparable()
    {
        var difference = Assert.Single(
            Compared.Fails(ComparisonVerdict.NotComparable, Vectors.Read("pe/shop.dll"), Vectors.Read("elf/program")).Differences);
        Assert.Equal(new Difference("", DifferenceKind.Refusal, "unsupported", "A is PE, B is ELF"), difference);
    }

    [Fact]
    public void Compare_MemberOfAnotherType_IsDifferent()
    {
        var difference = Assert.Single(
            Compared.Fails(ComparisonVerdict.Different, Zips.Of(("x", Vectors.Read("pe/shop.dll"))), Zips.Of(("x", "text"u8.ToArray()))).Differences);
        Assert.Equal(new Difference("x", DifferenceKind.Member, "x", "A is PE, B is of no known type"), difference);
    }

    [Theory]
    [InlineData("MZ", "truncated")]
    [InlineData("\u007fELF", "truncated")]
    [InlineData("PK\u0003\u0004", "truncated")]
    public void Compare_OnlyAMagicNumber_IsRefused(string magic, string fault)
    {
        var difference = Assert.Single(
            Compared.Of(Encoding.ASCII.GetBytes(magic), Encoding.ASCII.GetBytes(magic + "x")).Differences);
        Assert.Equal((DifferenceKind.Refusal, fault), (difference.Kind, difference.Name));
    }

    [Fact]
    public void Compare_TwoFiles_NamesThemWithTheirDigests()
    {
        var (a, b) = (Path.Combine(_folder, "a.bin"), Path.Combine(_folder, "b.bin"));
        File.WriteAllText(a, "abc");
        File.WriteAllText(b, "abd");
        var result = Comparer.Compare(a, b, CompareLimits.Default, CancellationToken.None);
        Assert.Equal((a, 3), (result.A.Name, result.A.Size));
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", result.DigestA.ToHex());
        Assert.Equal(result.Verdict, Comparer.Compare("abc"u8.ToArray(), "abd"u8.ToArray(), CompareLimits.Default, CancellationToken.None).Verdict);
    }

    [Fact]
    public void Compare_FileThatIsNot_Throws()
    {
        var there = Path.Combine(_folder, "there");
        File.WriteAllText(there, "");
        Assert.Throws<FileNotFoundException>(() => Comparer.Compare(there, there + "-not", CompareLimits.Default, CancellationToken.None));
        Assert.Throws<UnauthorizedAccessException>(() => Comparer.Compare(there, _folder, CompareLimits.Default, CancellationToken.None));
    }

    [Fact]
    public void Compare_CallerGaveUp_Throws()
    {
        var archive = Zips.Of(("a", [1]));
        Assert.Throws<OperationCanceledException>(() => Comparer.Compare(archive, archive, CompareLimits.Default, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Compare_LimitThatMakesNoSense_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Compared.Of([], [], new CompareLimits { MaxMembers = 0 }));

    [Fact]
    public void Compare_MoreDifferencesThanAreListed_CountsTheRest()
    {
        var names = Enumerable.Range(0, 30).Select(i => ($"{i:00}", new byte[] { 1 })).ToArray();
        var result = Compared.Of(Zips.Of(names), Zips.Of(("99", [1])), new CompareLimits { MaxListed = 10 });
        Assert.Equal((10, 21), (result.Differences.Length, result.DifferencesOmitted));
        Assert.Contains("\n  and 21 more\n", result.ToText(), StringComparison.Ordinal);
        var times = Compared.Of(Zips.Of(names), Zips.Of(Zips.Day.AddDays(1), System.IO.Compression.CompressionLevel.Optimal, names), new CompareLimits { MaxListed = 10 });
        Assert.Equal((10, 110), (times.Explanations.Single().Ranges.Length, times.Explanations.Single().RangesOmitted));
    }

    [Fact]
    public void ToJson_Equivalent_IsAsItsFormatSays()
    {
        var (a, b) = (Vectors.Read("elf/program"), Vectors.Read("elf/program-other-id"));
        var result = Compared.Of(a, b);
        Assert.Equal(
            $$"""
            {
              "verdict": "equivalent",
              "explanations": [
                {
                  "normaliser": "elf.build-id",
                  "version": 1,
                  "kind": "metadata",
                  "member": "",
                  "what": "build id: 0101010101010101010101010101010101010101 against 0202020202020202020202020202020202020202",
                  "ranges": [
                    {
                      "side": "a",
                      "offset": 304,
                      "length": 20
                    },
                    {
                      "side": "b",
                      "offset": 304,
                      "length": 20
                    }
                  ],
                  "rangesOmitted": 0
                }
              ],
              "differences": [],
              "differencesOmitted": 0,
              "a": {
                "name": "",
                "size": 1296,
                "sha256": "{{result.DigestA}}"
              },
              "b": {
                "name": "",
                "size": 1296,
                "sha256": "{{result.DigestB}}"
              }
            }
            """,
            result.ToJson());
    }

    [Fact]
    public void ToText_NameWithControlCharacters_ShowsThemEscaped()
    {
        var text = Compared.Of(Zips.Of(("a", [1])), Zips.Of(("a", [1]), ("\u001b[2Jevil\u202egnp.exe", [1]))).ToText();
        Assert.StartsWith("different\n\ndifferences\n  member  \\u001b[2Jevil\\u202egnp.exe  only in B\n\n  A  sha256 ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Normalisers_All_StandInTheFormatsDocument()
    {
        var document = File.ReadAllText(Path.Combine(Vectors.Folder, "..", "..", "docs", "formats", "comparison.md"));
        Assert.All(Comparer.Normalisers, n => Assert.Contains($"| `{n.Name}` {n.Version} | {n.Kind.ToWord()} |", document, StringComparison.Ordinal));
        Assert.Equal(Comparer.Normalisers.Length, Comparer.Normalisers.Select(n => n.Name).Distinct().Count());
    }
}
