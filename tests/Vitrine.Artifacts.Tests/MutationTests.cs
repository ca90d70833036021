using System.Buffers.Binary;
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
            var mutated = Mutate(original, random);
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

    /// <summary>One to three changes; half of them in the first bytes, or the last, where formats keep their headers.</summary>
    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = original.ToArray();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(4) switch
            {
                0 => random.Next(Math.Min(bytes.Length, 512)),
                1 => bytes.Length - 1 - random.Next(Math.Min(bytes.Length, 512)),
                _ => random.Next(bytes.Length),
            };
            switch (random.Next(8))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] = new byte[] { 0, 1, 0x7f, 0x80, 0xff }[random.Next(5)];
                    break;
                case 3 when at + 4 <= bytes.Length:
                    uint[] values = [0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, (uint)bytes.Length, (uint)random.Next(bytes.Length)];
                    BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), values[random.Next(values.Length)]);
                    break;
                case 4 when at + 8 <= bytes.Length:
                    BinaryPrimitives.WriteUInt64LittleEndian(
                        bytes.AsSpan(at), random.Next(2) == 0 ? ulong.MaxValue : 1UL << random.Next(64));
                    break;
                case 5 when at > 16:
                    bytes = bytes[..at];
                    break;
                case 6:
                    bytes = [.. bytes, .. bytes[at..]];
                    break;
                default:
                    var from = random.Next(bytes.Length);
                    var length = Math.Min(random.Next(1, 16), bytes.Length - Math.Max(from, at));
                    bytes.AsSpan(from, length).CopyTo(bytes.AsSpan(at));
                    break;
            }
        }

        return bytes;
    }
}
