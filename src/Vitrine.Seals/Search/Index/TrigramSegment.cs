using System.Buffers.Binary;

namespace Vitrine.Seals;

/// <summary>
/// The index of some contents: where their units are, and for each trigram which units have it (docs/formats/search.md, "The index"). It is a view: what in it cannot be
/// read excludes nothing. Any thread may read.
/// </summary>
internal sealed class TrigramSegment
{
    /// <summary>Units of a run: lists are cut at runs, so that what cannot match is passed over.</summary>
    public const int RunUnits = 4096;

    /// <summary>Words of a run's bits.</summary>
    public const int RunWords = RunUnits / 64;

    /// <summary>Bytes of a list that has a bit for each unit.</summary>
    public const int BitmapBytes = RunUnits / 8;

    /// <summary>Keys of a bucket of the dictionary.</summary>
    public const int BucketKeys = 128;

    /// <summary>Buckets of the dictionary.</summary>
    public const int Buckets = TrigramKey.Count / BucketKeys;

    /// <summary>Bytes of the table of buckets, its end included.</summary>
    public const int BucketTableBytes = (Buckets + 1) * 8;

    /// <summary>Bytes before the table of buckets.</summary>
    public const int HeaderBytes = 32;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int _dictionary;
    private readonly int _lists;

    private TrigramSegment(ReadOnlyMemory<byte> bytes, UnitTable units, int dictionary, int lists)
    {
        _bytes = bytes;
        Units = units;
        _dictionary = dictionary;
        _lists = lists;
    }

    public static ReadOnlySpan<byte> Magic => "vitrine units 1\n"u8;

    /// <summary>Where the units are.</summary>
    public UnitTable Units { get; }

    /// <summary>Its bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Span;

    /// <summary>Bytes of its lists, tables and dictionary.</summary>
    public int Size => _bytes.Length;

    /// <summary>How many runs so many units are.</summary>
    public static int RunsOf(int units) => (units + RunUnits - 1) / RunUnits;

    /// <summary>Reads a segment, and keeps its bytes; null if its frame is not one.</summary>
    public static TrigramSegment? Read(ReadOnlyMemory<byte> memory)
    {
        var bytes = memory.Span;
        if (bytes.Length < HeaderBytes + BucketTableBytes || !bytes.StartsWith(Magic))
        {
            return null;
        }

        var contents = BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]);
        var units = BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]);
        long table = BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]);
        long entries = BinaryPrimitives.ReadUInt32LittleEndian(bytes[28..]);
        var dictionary = HeaderBytes + BucketTableBytes + table;
        var lists = dictionary + entries;
        if (contents > table || units > table || lists > bytes.Length || !AreBuckets(bytes.Slice(HeaderBytes, BucketTableBytes), entries, bytes.Length - lists))
        {
            return null;
        }

        return UnitTable.Read(bytes[(HeaderBytes + BucketTableBytes)..(int)dictionary], (int)contents, (int)units) is { } read
            ? new TrigramSegment(memory, read, (int)dictionary, (int)lists)
            : null;
    }

    /// <summary>The list of a key; null if it cannot be found.</summary>
    public TrigramList? ListOf(int key) => TryList(key, out var list) ? new TrigramList(list, Units.Units) : null;

    private static bool AreBuckets(ReadOnlySpan<byte> buckets, long entries, long lists)
    {
        var (entry, list) = (0u, 0u);
        for (var at = 0; at < buckets.Length; at += 8)
        {
            var (nextEntry, nextList) = Bucket(buckets[at..]);
            if (nextEntry < entry || nextList < list)
            {
                return false;
            }

            (entry, list) = (nextEntry, nextList);
        }

        return entry == entries && list == lists;
    }

    private static (uint Entry, uint List) Bucket(ReadOnlySpan<byte> bytes) => (BinaryPrimitives.ReadUInt32LittleEndian(bytes), BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]));

    /// <summary>The list of a key, empty if no unit has it; false if it cannot be read.</summary>
    private bool TryList(int key, out ReadOnlyMemory<byte> list)
    {
        list = default;
        var bytes = _bytes.Span;
        var bucket = bytes[(HeaderBytes + (key / BucketKeys * 8))..];
        var (from, start) = Bucket(bucket);
        var (to, end) = Bucket(bucket[8..]);
        var entries = bytes[(_dictionary + (int)from)..(_dictionary + (int)to)];
        var place = 0L;
        for (var at = 0; at < entries.Length;)
        {
            if (!Varint.TryRead(entries, ref at, out var step) || !Varint.TryRead(entries, ref at, out var length) || length > end - start)
            {
                return false;
            }

            place += step;
            if (place >= key % BucketKeys)
            {
                list = place == key % BucketKeys ? _bytes.Slice(_lists + (int)start, (int)length) : default;
                return true;
            }

            start += length;
        }

        return true;
    }
}
