namespace Vitrine.Seals;

/// <summary>Where the units of contents are. A unit is whole lines of one content, about 4 KiB of them.</summary>
internal sealed class UnitTable
{
    private readonly int[] _firstUnits;
    private readonly int[] _lengths;
    private readonly int[] _starts;
    private readonly int[] _feeds;
    private readonly int[] _contents;

    private UnitTable(int contents, int units)
    {
        _firstUnits = new int[contents + 1];
        _lengths = new int[contents];
        _starts = new int[units];
        _feeds = new int[units];
        _contents = new int[units];
    }

    /// <summary>Contents: 0 to before this.</summary>
    public int Contents => _lengths.Length;

    /// <summary>Units: 0 to before this.</summary>
    public int Units => _starts.Length;

    /// <summary>Reads a table; null if it is none. A content is one more than its number of units, or zero if it is not here; then each unit's bytes and line feeds.</summary>
    public static UnitTable? Read(ReadOnlySpan<byte> bytes, int contents, int units)
    {
        var table = new UnitTable(contents, units);
        var (at, unit) = (0, 0);
        for (var content = 0; content < contents; content++)
        {
            if (!Varint.TryRead(bytes, ref at, out var count) || (long)count - 1 > units - unit)
            {
                return null;
            }

            table._firstUnits[content] = unit;
            long length = count == 0 ? -1 : 0;
            long feeds = 0;
            for (; count > 1; count--, unit++)
            {
                if (!Varint.TryRead(bytes, ref at, out var size) || !Varint.TryRead(bytes, ref at, out var inUnit) || size == 0 || inUnit > size || length + size > Array.MaxLength)
                {
                    return null;
                }

                (table._starts[unit], table._feeds[unit], table._contents[unit]) = ((int)length, (int)feeds, content);
                length += size;
                feeds += inUnit;
            }

            table._lengths[content] = (int)length;
        }

        table._firstUnits[contents] = unit;
        return unit == units && at == bytes.Length ? table : null;
    }

    /// <summary>Whether a content is here.</summary>
    public bool Holds(int content) => content < Contents && _lengths[content] >= 0;

    /// <summary>The content that a unit is of.</summary>
    public int ContentOf(int unit) => _contents[unit];

    /// <summary>The units of a content: from one to before another.</summary>
    public (int From, int To) UnitsOf(int content) => (_firstUnits[content], _firstUnits[content + 1]);

    /// <summary>Where a unit of a content begins in its text; the content's length for the unit behind its last.</summary>
    public int StartOf(int content, int unit) => unit < _firstUnits[content + 1] ? _starts[unit] : _lengths[content];

    /// <summary>The line feeds of the content before a unit.</summary>
    public int FeedsBefore(int unit) => _feeds[unit];
}
