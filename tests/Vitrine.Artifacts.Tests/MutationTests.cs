using System.Text;
using Xunit.Abstractions;

namespace Vitrine.Artifacts.Tests;

/// <summary>
/// Small changes to real files, always the same ones: a comparison ends in a verdict and never in an exception, and where it
/// says that two are the same, every byte that differs lies in a range that it lists.
/// </summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    private static readonly byte[] _words = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("words, words, words; ", 30)));

    [Theory]
    [InlineData("pe/shop.dll", 25_000)]
    [InlineData("pe/signed.dll", 15_000)]
    [InlineData("elf/program-debuglink", 20_000)]
    [InlineData("elf/program-32", 10_000)]
    [InlineData("elf/object.o", 10_000)]
    public void Compare_MutatedImage_EndsInAVerdictThatAnswersForEveryByte(string name, int times)
    {
        Run(Vectors.Read(name), times);
    }

    [Fact]
    public void Compare_MutatedArchive_EndsInAVerdictThatAnswersForEveryByte()
    {
        var archive = Zips.Of(("a.txt", _words), ("b.txt", "short"u8.ToArray()), ("in.zip", Zips.Of(("c.txt", _words))));
        Run(archive, 15_000);
    }

    [Fact]
    public void Compare_MutatedPackage_EndsInAVerdictThatAnswersForEveryByte()
    {
        Run(Zips.Package(Vectors.Read("pe/shop.dll"), signature: "0"u8.ToArray()), 5_000);
    }

    private void Run(byte[] original, int times)
    {
        var random = new Random(20261121);
        var verdicts = new SortedDictionary<ComparisonVerdict, int>();
        for (var i = 0; i < times; i++)
        {
            var mutated = Mutations.Of(original, random);
            var result = Comparer.Compare(original, mutated, CompareLimits.Default, CancellationToken.None);
            verdicts[result.Verdict] = verdicts.GetValueOrDefault(result.Verdict) + 1;
            Assert.Equal(result.Verdict == ComparisonVerdict.Identical, original.AsSpan().SequenceEqual(mutated));
            Assert.Equal(result.Verdict.IsSame(), result.Differences.IsEmpty);
            if (result.Verdict.IsSame() && result.Explanations.All(e => e.Member.Length == 0))
            {
                AnswersForEveryByte(original, mutated, result);
            }
        }

        output.WriteLine(string.Join(", ", verdicts.Select(v => $"{v.Key.ToWord()} {v.Value}")));
        Assert.True(verdicts.ContainsKey(ComparisonVerdict.Different) && verdicts.ContainsKey(ComparisonVerdict.NotComparable));
    }

    private static void AnswersForEveryByte(byte[] a, byte[] b, Comparison result)
    {
        if (a.Length != b.Length)
        {
            Assert.NotEmpty(result.Explanations.SelectMany(e => e.Ranges));
            return;
        }

        for (var i = 0; i < a.Length; i++)
        {
            if (a[i] != b[i])
            {
                Assert.Contains(result.Explanations.SelectMany(e => e.Ranges), r => i >= r.Offset && i < r.Offset + r.Length);
            }
        }
    }
}
