namespace Vitrine.Artifacts;

/// <summary>How two runs of bytes differ, in words.</summary>
internal static class BytesThatDiffer
{
    public static string Describe(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var common = Math.Min(a.Length, b.Length);
        var first = a.CommonPrefixLength(b);
        var count = ByteScan.Count(a[..common], b[..common]) + Math.Abs(a.Length - b.Length);
        var sizes = a.Length == b.Length ? "" : $"; {a.Length} against {b.Length} bytes long";
        return $"{count} of {Math.Max(a.Length, b.Length)} bytes differ, the first at {first}{sizes}";
    }
}
