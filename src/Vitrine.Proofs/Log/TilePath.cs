using System.Globalization;
using System.Text;

namespace Vitrine.Proofs;

/// <summary>The name of a tile of hashes, or of a bundle of entries, in a tiled log.</summary>
/// <remarks>
/// C2SP tlog-tiles v0.1.0: <c>tile/L/N[.p/W]</c> and <c>tile/entries/N[.p/W]</c>. L is 0 to 63; N is written in groups of three
/// digits, all but the last led by x (1234067 is <c>x001/x234/067</c>); W, 1 to 255, is there only for a partial tile. A full
/// tile has 256 hashes of 32 bytes. Every accepted text is written back exactly.
/// </remarks>
public readonly record struct TilePath
{
    /// <summary>Hashes in a full tile, entries in a full bundle.</summary>
    public const int FullWidth = 256;

    /// <summary>The highest level of a tile.</summary>
    public const int MaxLevel = 63;

    // 2^63 entries make 2^55 bundles: 17 digits, six groups.
    private const ulong MaxIndex = (1UL << 55) - 1;
    private const int EntriesLevel = -1;
    private readonly int _level;
    private readonly int _missing;

    private TilePath(int level, ulong index, int width)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, MaxLevel);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, MaxIndex);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, FullWidth);
        _level = level;
        _missing = FullWidth - width;
        Index = index;
    }

    /// <summary>Whether this names a bundle of entries and not a tile of hashes.</summary>
    public bool IsEntries => _level == EntriesLevel;

    /// <summary>The level of a tile of hashes, 0 for the leaves.</summary>
    /// <exception cref="InvalidOperationException">This names a bundle of entries.</exception>
    public int Level => IsEntries ? throw new InvalidOperationException("A bundle of entries has no level.") : _level;

    /// <summary>The place of the tile in its level, from 0.</summary>
    public ulong Index { get; }

    /// <summary>How many hashes or entries it holds, 1 to 256.</summary>
    public int Width => FullWidth - _missing;

    /// <summary>Whether it is full.</summary>
    public bool IsFull => _missing == 0;

    /// <summary>A tile of hashes.</summary>
    public static TilePath Hashes(int level, ulong index, int width = FullWidth)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        return new TilePath(level, index, width);
    }

    /// <summary>A bundle of entries.</summary>
    public static TilePath Entries(ulong index, int width = FullWidth) => new(EntriesLevel, index, width);

    /// <summary>How wide the tile at <paramref name="index"/> of <paramref name="level"/> is in a tree of <paramref name="size"/>: 0 to 256.</summary>
    public static int WidthAt(int level, ulong index, TreeSize size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, MaxLevel);
        var hashes = 8 * level >= 64 ? 0 : size.Value >> (8 * level);
        return index > hashes / FullWidth ? 0 : (int)Math.Min(FullWidth, hashes - (index * FullWidth));
    }

    /// <summary>The same tile at another width.</summary>
    public TilePath WithWidth(int width) => new(_level, Index, width);

    /// <summary>The name, as in a URL or below a log's folder.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("tile/").Append(IsEntries ? "entries" : _level.ToString(CultureInfo.InvariantCulture)).Append('/');
        var divisor = 1UL;
        while (Index / divisor >= 1000)
        {
            divisor *= 1000;
        }

        for (; divisor > 0; divisor /= 1000)
        {
            text.Append(divisor > 1 ? "x" : "").Append((Index / divisor % 1000).ToString("000", CultureInfo.InvariantCulture)).Append(divisor > 1 ? "/" : "");
        }

        return IsFull ? text.ToString() : text.Append(".p/").Append(Width.ToString(CultureInfo.InvariantCulture)).ToString();
    }

    /// <summary>Reads a name; anything but the one way of writing it is refused.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TilePath path)
    {
        path = default;
        if (text.Length > 48 || !text.StartsWith("tile/", StringComparison.Ordinal))
        {
            return false;
        }

        var rest = text["tile/".Length..];
        var slash = rest.IndexOf('/');
        if (slash < 0)
        {
            return false;
        }

        var level = EntriesLevel;
        if (!rest[..slash].SequenceEqual("entries") && !TryNumber(rest[..slash], MaxLevel, out level))
        {
            return false;
        }

        rest = rest[(slash + 1)..];
        var width = FullWidth;
        var partial = rest.IndexOf(".p/");
        if (partial >= 0)
        {
            if (!TryNumber(rest[(partial + 3)..], FullWidth - 1, out width) || width == 0)
            {
                return false;
            }

            rest = rest[..partial];
        }

        var index = 0UL;
        foreach (var range in rest.Split('/'))
        {
            var group = rest[range];
            group = group.StartsWith('x') ? group[1..] : group;
            if (group.Length != 3 || group.ContainsAnyExceptInRange('0', '9') || index > MaxIndex / 1000)
            {
                return false;
            }

            index = (index * 1000) + uint.Parse(group, NumberStyles.None, CultureInfo.InvariantCulture);
        }

        if (index > MaxIndex)
        {
            return false;
        }

        // Where an x stands, and that no group of zeros leads, is settled by writing it again.
        var parsed = new TilePath(level, index, width);
        if (!text.SequenceEqual(parsed.ToString()))
        {
            return false;
        }

        path = parsed;
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, int max, out int value)
    {
        value = 0;
        return text.Length is > 0 and <= 3
            && !text.ContainsAnyExceptInRange('0', '9')
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
            && value <= max;
    }
}
