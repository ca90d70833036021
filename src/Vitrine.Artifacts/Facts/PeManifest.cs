namespace Vitrine.Artifacts;

/// <summary>
/// The level that a side-by-side manifest asks for: the value of <c>level</c> in its element <c>requestedExecutionLevel</c>. Found as bytes, so that
/// no XML reader meets what a file holds.
/// </summary>
internal static class PeManifest
{
    public static FactText? RequestedLevel(ReadOnlySpan<byte> manifest, long offset)
    {
        var element = manifest.IndexOf("requestedExecutionLevel"u8);
        if (element < 0)
        {
            return null;
        }

        var rest = manifest[element..];
        var close = rest.IndexOf((byte)'>');
        var level = (close < 0 ? rest : rest[..close]).IndexOf("level="u8);
        if (level < 0 || level + 7 >= rest.Length)
        {
            return null;
        }

        var quote = rest[level + 6];
        var value = rest[(level + 7)..];
        var end = value[..Math.Min(value.Length, 64)].IndexOf(quote);
        return quote is (byte)'"' or (byte)'\'' && end > 0
            ? new FactText("requestedExecutionLevel", Printable.Decode(value[..end]), offset + element)
            : null;
    }
}
