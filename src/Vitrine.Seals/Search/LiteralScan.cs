using System.Text;

namespace Vitrine.Seals;

/// <summary>Finds a sequence of bytes.</summary>
internal sealed class LiteralScan(byte[] pattern) : LineScan
{
    public override void Scan(ReadOnlySpan<byte> text, TakeLine take, SearchLimit limit)
    {
        var walk = new LineWalk(text);
        for (var position = 0; position < text.Length;)
        {
            var found = text[position..].IndexOf(pattern);
            if (found < 0)
            {
                return;
            }

            var (number, start, end) = walk.At(position + found);
            take(number, start, end, position + found, position + found + pattern.Length);
            position = end + 1;
        }
    }
}

/// <summary>Finds ASCII letters whatever their case. Texts with the two other characters that fold to ASCII (U+017F to s, U+212A to k) go to a regular expression.</summary>
internal sealed class FoldedScan : LineScan
{
    // From the commonest letter of source code to the rarest.
    private const string Common = "etaronislcdupmfghbyvwkxqjz";

    private readonly byte[] _pattern;
    private readonly int _anchor;
    private readonly byte _lower;
    private readonly byte _upper;
    private readonly LineScan? _other;

    public FoldedScan(byte[] pattern, LineScan other)
    {
        _pattern = pattern;
        _anchor = Enumerable.Range(0, pattern.Length).MaxBy(i => Rarity(pattern[i]));
        _lower = (byte)char.ToLowerInvariant((char)pattern[_anchor]);
        _upper = (byte)char.ToUpperInvariant((char)pattern[_anchor]);
        _other = pattern.AsSpan().ContainsAny("kKsS"u8) ? other : null;
    }

    public override void Scan(ReadOnlySpan<byte> text, TakeLine take, SearchLimit limit)
    {
        if (IsLeftToOther(text))
        {
            _other!.Scan(text, take, limit);
            return;
        }

        var walk = new LineWalk(text);
        for (var position = 0; position + _pattern.Length <= text.Length;)
        {
            var found = text[(position + _anchor)..].IndexOfAny(_lower, _upper);
            var candidate = position + found;
            if (found < 0 || candidate + _pattern.Length > text.Length)
            {
                return;
            }

            if (!Ascii.EqualsIgnoreCase(text.Slice(candidate, _pattern.Length), _pattern))
            {
                position = candidate + 1;
                continue;
            }

            var (number, start, end) = walk.At(candidate);
            take(number, start, end, candidate, candidate + _pattern.Length);
            position = end + 1;
        }
    }

    /// <summary>Whether characters beyond ASCII may match in this text.</summary>
    public bool IsLeftToOther(ReadOnlySpan<byte> text) => _other is not null && (text.IndexOf("\u017F"u8) >= 0 || text.IndexOf("\u212A"u8) >= 0);

    private static int Rarity(byte value) => Common.IndexOf(char.ToLowerInvariant((char)value), StringComparison.Ordinal) is >= 0 and var rank ? rank : value is (byte)' ' or (byte)'_' ? 0 : Common.Length;
}
