using System.Buffers.Binary;
using System.Text.Json;

namespace Vitrine.Artifacts.Tests;

/// <summary>What every test of a comparison needs: to run it, and to check what must hold of all of them.</summary>
internal static class Compared
{
    public static Comparison Of(byte[] a, byte[] b, CompareLimits? limits = null)
    {
        var result = Comparer.Compare(a, b, limits ?? CompareLimits.Default, CancellationToken.None);
        Check(result);
        return result;
    }

    /// <summary>Asserts that exactly these normalisers explain everything.</summary>
    public static Comparison Explains(ComparisonVerdict verdict, byte[] a, byte[] b, params string[] normalisers)
    {
        foreach (var result in new[] { Of(b, a), Of(a, b) })
        {
            Assert.Equal((verdict, ""), (result.Verdict, string.Join('\n', result.Differences)));
            Assert.Equal(normalisers.Order(), result.Explanations.Select(e => e.Normaliser).Order());
        }

        return Of(a, b);
    }

    /// <summary>Asserts that both orders refuse or differ alike, and gives the differences of A against B.</summary>
    public static Comparison Fails(ComparisonVerdict verdict, byte[] a, byte[] b)
    {
        var result = Of(a, b);
        Assert.Equal(verdict, result.Verdict);
        Assert.Equal(verdict, Of(b, a).Verdict);
        return result;
    }

    /// <summary>A copy with other bytes at an offset.</summary>
    public static byte[] With(this byte[] bytes, long offset, params byte[] values)
    {
        var copy = bytes.ToArray();
        values.CopyTo(copy, offset);
        return copy;
    }

    public static byte[] With32(this byte[] bytes, long offset, uint value)
    {
        var copy = bytes.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan((int)offset), value);
        return copy;
    }

    public static uint U32(this byte[] bytes, long offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan((int)offset));

    private static void Check(Comparison result)
    {
        Assert.Equal(result.Verdict.IsSame(), result.Differences.IsEmpty);
        Assert.Equal(result.Verdict == ComparisonVerdict.Identical, result.DigestA == result.DigestB);
        Assert.All(result.Explanations, e => Assert.Contains(Comparer.Normalisers, n => n.Name == e.Normaliser && n.Version == e.Version));
        using var json = JsonDocument.Parse(result.ToJson());
        Assert.Equal(result.Verdict.ToWord(), json.RootElement.GetProperty("verdict").GetString());
        Assert.StartsWith(result.Verdict.ToWord() + "\n", result.ToText(), StringComparison.Ordinal);
    }
}
