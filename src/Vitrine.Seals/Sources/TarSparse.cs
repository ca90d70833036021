using System.Buffers.Binary;
using System.Globalization;

namespace Vitrine.Seals;

/// <summary>
/// Where the bytes of a sparse member lie, as GNU tar writes it: in the header (type S, "oldgnu"), in a pax record (0.1), or in front of the content (1.0). All
/// else of the file is zeros. Version 0.0 is not read.
/// </summary>
internal sealed record TarSparse(long Size, IReadOnlyList<(long Offset, long Length)> Parts)
{
    private const int MostParts = 1 << 20;

    /// <summary>Bytes that stand in the archive.</summary>
    public long Stored => Parts.Sum(part => part.Length);

    /// <summary>Reads the map of a header of type S, and of the blocks that go on with it.</summary>
    /// <exception cref="FormatException">It is not of that form.</exception>
    public static TarSparse OfHeader(ReadOnlySpan<byte> header, Func<byte[]> nextBlock)
    {
        var parts = new List<(long, long)>();
        Take(header[386..], 4, parts);
        for (var goesOn = header[482] != 0; goesOn;)
        {
            var block = nextBlock();
            Take(block, 21, parts);
            goesOn = block[504] != 0;
        }

        return Checked(Number(header.Slice(483, 12)), parts);
    }

    /// <summary>Reads a map of pax: offsets and lengths in turn, as text.</summary>
    /// <exception cref="FormatException">It is not of that form.</exception>
    public static TarSparse OfNumbers(long size, IEnumerable<string> numbers)
    {
        var parts = new List<(long, long)>();
        foreach (var pair in numbers.Select(text => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)).Chunk(2))
        {
            Add(parts, pair.Length == 2 ? (pair[0], pair[1]) : throw new FormatException());
        }

        return Checked(size, parts);
    }

    /// <summary>The file: what stands in the archive, with zeros between.</summary>
    public Stream Expand(Stream stored) => new Expanded(stored, this);

    private static void Take(ReadOnlySpan<byte> fields, int count, List<(long, long)> parts)
    {
        for (var i = 0; i < count && fields[i * 24] != 0; i++)
        {
            Add(parts, (Number(fields.Slice(i * 24, 12)), Number(fields.Slice((i * 24) + 12, 12))));
        }
    }

    private static void Add(List<(long, long)> parts, (long, long) part)
    {
        if (parts.Count == MostParts)
        {
            throw new FormatException();
        }

        parts.Add(part);
    }

    private static TarSparse Checked(long size, List<(long Offset, long Length)> parts)
    {
        var end = 0L;
        foreach (var (offset, length) in parts)
        {
            end = offset >= end && length >= 0 && offset <= size && length <= size - offset ? offset + length : throw new FormatException();
        }

        return new TarSparse(size, parts);
    }

    /// <summary>Octal digits, or GNU's binary form.</summary>
    private static long Number(ReadOnlySpan<byte> field)
    {
        if (field[0] == 0x80)
        {
            return BinaryPrimitives.ReadInt64BigEndian(field[4..]) is >= 0 and var number ? number : throw new FormatException();
        }

        var value = 0L;
        foreach (var digit in field.Trim((ReadOnlySpan<byte>)[0, (byte)' ']))
        {
            value = digit is >= (byte)'0' and <= (byte)'7' ? (value * 8) + (digit - '0') : throw new FormatException();
        }

        return value;
    }

    private sealed class Expanded(Stream stored, TarSparse map) : ReadingStream
    {
        private long _at;
        private int _part;

        public override int Read(Span<byte> buffer)
        {
            while (_part < map.Parts.Count && _at >= map.Parts[_part].Offset + map.Parts[_part].Length)
            {
                _part++;
            }

            var next = _part < map.Parts.Count ? map.Parts[_part] : (Offset: map.Size, Length: 0L);
            var isHole = _at < next.Offset;
            var want = buffer[..(int)Math.Min(buffer.Length, (isHole ? next.Offset : next.Offset + next.Length) - _at)];
            if (isHole)
            {
                want.Clear();
            }
            else
            {
                stored.ReadExactly(want);
            }

            _at += want.Length;
            return want.Length;
        }
    }
}
