using System.Globalization;
using System.Text;
using Vitrine.Artifacts;

namespace Vitrine.Seals;

/// <summary>
/// A tar archive (POSIX.1-2017 ustar and pax; GNU's long names, types L and K, and sparse files) read once from front to back, with names as the bytes they
/// are. Volumes and dumps of folders are refused.
/// </summary>
internal sealed class TarStream(Stream archive, long mostBytes)
{
    private const int LargestRecord = 1 << 20;
    private const int MostRecordsBefore = 16;

    private readonly byte[] _block = new byte[TarHeader.Size];
    private Pax _global = Pax.None;
    private long _expanded;
    private long _position;

    /// <summary>Members in order, until the block of zeros that ends an archive; one that was cut off between two members lacks it.</summary>
    /// <exception cref="IOException">It is not well formed from here on, or is of a kind that is not read.</exception>
    public IEnumerable<TarMember> Read()
    {
        var (next, records, number) = (Pax.None, 0, 0);
        while (true)
        {
            ReadExactly(_block);
            if (!_block.AsSpan().ContainsAnyExcept((byte)0))
            {
                RequireZeros();
                break;
            }

            if (!new TarHeader(_block, _position).HasChecksum())
            {
                throw Fault("a header's checksum is wrong");
            }

            var (type, size) = ((char)_block[156], Number(() => new TarHeader(_block, _position).ContentSize()));
            if (type is 'x' or 'X' or 'g' or 'L' or 'K')
            {
                next = ++records <= MostRecordsBefore ? ReadRecord(type, size, next) : throw Fault($"more than {MostRecordsBefore} records stand before one member");
                continue;
            }

            var own = next with { Name = next.Name ?? _global.Name, Link = next.Link ?? _global.Link, Size = next.Size ?? _global.Size };
            var name = own.SparseName ?? own.Name ?? Name();
            var link = own.Link ?? Text(157, 100).ToArray();
            var mode = (int)Number(() => new TarHeader(_block, _position).Mode());
            var kind = type switch
            {
                '\0' or '0' or '7' => name.AsSpan().EndsWith("/"u8) ? '5' : '0',
                'S' => '0',
                >= '1' and <= '6' => type,
                _ => throw Fault($"{HiddenCharacters.Show(name)} is another kind of member than is read here"),
            };
            var length = kind == '0' ? own.Size ?? size : 0;
            var before = _position;
            var sparse = type == 'S' || own.IsSparse ? Map(type, own) : null;
            var content = new Part(this, type == 'S' ? length : length - (_position - before));
            if (sparse is not null && sparse.Stored != content.Left)
            {
                throw Fault("a sparse file's map is not that of its content");
            }

            var whole = sparse?.Size ?? length;
            _expanded = whole <= mostBytes - _expanded ? _expanded + whole : throw Fault($"it unpacks to more than {mostBytes:N0} bytes, {ArchiveLimits.Ratio} times its size");
            yield return new TarMember(number++, kind, name, link, mode, sparse?.Expand(content) ?? content, whole);
            content.Skip();
            Skip((TarHeader.Size - (length % TarHeader.Size)) % TarHeader.Size);
            (next, records) = (Pax.None, 0);
        }

        if (records > 0)
        {
            throw Fault("records stand before a member that is missing");
        }
    }

    /// <summary>The map of a sparse member; where it stands in front of the content, that is read.</summary>
    private TarSparse Map(char type, Pax own)
    {
        try
        {
            if (type == 'S')
            {
                return TarSparse.OfHeader(_block, () =>
                {
                    var block = new byte[TarHeader.Size];
                    ReadExactly(block);
                    return block;
                });
            }

            var size = own.SparseSize ?? throw new FormatException();
            return TarSparse.OfNumbers(
                size,
                own.SparseMap is { } map ? map.Split(',', StringSplitOptions.RemoveEmptyEntries)
                : own.IsVersionOne ? ReadNumbers()
                : throw new FormatException());
        }
        catch (FormatException)
        {
            throw Fault("a sparse file's map is not of its form, or of a version that is not read. Pack it again without --sparse");
        }
    }

    /// <summary>The map of version 1.0: a count of pairs and the pairs, a line a number, filled to a whole block.</summary>
    private string[] ReadNumbers()
    {
        var numbers = new List<string>();
        var line = new StringBuilder();
        var block = new byte[TarHeader.Size];
        for (var wanted = 1L; numbers.Count < wanted;)
        {
            ReadExactly(block);
            foreach (var value in block)
            {
                if (value != '\n')
                {
                    line.Append((char)value);
                    continue;
                }

                if (numbers.Count < wanted)
                {
                    numbers.Add(line.ToString());
                }

                line.Clear();
                wanted = 1 + (2 * (int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pairs) && pairs <= LargestRecord ? (long)pairs : throw new FormatException()));
                if (numbers.Count == wanted)
                {
                    break;
                }
            }

            _ = line.Length <= TarHeader.Size ? line : throw new FormatException();
        }

        return [.. numbers[1..]];
    }

    private byte[] Name()
    {
        var isUstar = _block.AsSpan(257, 6).SequenceEqual("ustar\0"u8);
        return isUstar && !Text(345, 155).IsEmpty ? [.. Text(345, 155), (byte)'/', .. Text(0, 100)] : Text(0, 100).ToArray();
    }

    private ReadOnlySpan<byte> Text(int start, int length)
    {
        var field = _block.AsSpan(start, length);
        return field.IndexOf((byte)0) is >= 0 and var end ? field[..end] : field;
    }

    private Pax ReadRecord(char type, long size, Pax next)
    {
        if (size > LargestRecord)
        {
            throw Fault($"a record of {size:N0} bytes stands before a member");
        }

        var bytes = new byte[size];
        ReadExactly(bytes);
        Skip((TarHeader.Size - (size % TarHeader.Size)) % TarHeader.Size);
        switch (type)
        {
            case 'L':
                return next with { Name = bytes.AsSpan().TrimEnd((byte)0).ToArray() };
            case 'K':
                return next with { Link = bytes.AsSpan().TrimEnd((byte)0).ToArray() };
            case 'g':
                _global = ReadPax(bytes, _global);
                return next;
            default:
                return ReadPax(bytes, next);
        }
    }

    /// <summary>Records of the form <c>LENGTH KEY=VALUE\n</c>, the length counting all of it.</summary>
    private Pax ReadPax(ReadOnlySpan<byte> rest, Pax pax)
    {
        while (!rest.IsEmpty)
        {
            var space = rest.IndexOf((byte)' ');
            if (space is <= 0 or > 7 || !int.TryParse(rest[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length <= space + 2 || length > rest.Length || rest[length - 1] != '\n' || rest[(space + 1)..length].IndexOf((byte)'=') is not (> 0 and var equals))
            {
                throw Fault("a pax record is not of its form");
            }

            var key = Encoding.ASCII.GetString(rest[(space + 1)..(space + 1 + equals)]);
            var value = rest[(space + 2 + equals)..(length - 1)];
            rest = rest[length..];
            pax = key switch
            {
                "path" => pax with { Name = value.ToArray() },
                "linkpath" => pax with { Link = value.ToArray() },
                "size" => pax with { Size = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : throw Fault("a pax record's size is no number") },
                "GNU.sparse.name" => pax with { SparseName = value.ToArray() },
                "GNU.sparse.realsize" or "GNU.sparse.size" => pax with { SparseSize = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : throw Fault("a pax record's size is no number") },
                "GNU.sparse.major" => pax with { IsVersionOne = value.SequenceEqual("1"u8) },
                "GNU.sparse.map" => pax with { SparseMap = Encoding.ASCII.GetString(value) },
                _ => pax,
            };
        }

        return pax;
    }

    private static long Number(Func<long> read)
    {
        try
        {
            return read();
        }
        catch (ArtifactFormatException malformed)
        {
            throw new IOException(malformed.Message, malformed);
        }
    }

    /// <summary>Only zeros may follow the end: anything else is hidden from those who unpack.</summary>
    private void RequireZeros()
    {
        var buffer = new byte[1 << 16];
        for (int read; (read = archive.Read(buffer)) > 0; _position += read)
        {
            if (buffer.AsSpan(0, read).ContainsAnyExcept((byte)0))
            {
                throw Fault("bytes lie behind the end of the archive");
            }
        }
    }

    private void ReadExactly(Span<byte> buffer)
    {
        var read = archive.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        _position += read;
        if (read < buffer.Length)
        {
            throw Fault("it ends too early, so something of it is missing");
        }
    }

    private void Skip(long count)
    {
        var buffer = new byte[(int)Math.Min(count, 1 << 16)];
        for (; count > 0; count -= buffer.Length)
        {
            ReadExactly(buffer.AsSpan(0, (int)Math.Min(count, buffer.Length)));
        }
    }

    private IOException Fault(string what) => new(string.Create(CultureInfo.InvariantCulture, $"{what} (tar, byte {_position:N0})."));

    /// <summary>What records say of the next member, or of all that follow.</summary>
    private sealed record Pax(byte[]? Name, byte[]? Link, long? Size)
    {
        public static Pax None { get; } = new(null, null, null);

        public byte[]? SparseName { get; init; }

        public long? SparseSize { get; init; }

        public string? SparseMap { get; init; }

        /// <summary>Whether the map stands in front of the content.</summary>
        public bool IsVersionOne { get; init; }

        public bool IsSparse => SparseSize is not null || SparseMap is not null;
    }

    /// <summary>The content of the member that is being looked at.</summary>
    private sealed class Part(TarStream tar, long length) : ReadingStream
    {
        private long _left = length;

        public long Left => _left;

        public override int Read(Span<byte> buffer)
        {
            var part = buffer[..(int)Math.Min(buffer.Length, _left)];
            tar.ReadExactly(part);
            _left -= part.Length;
            return part.Length;
        }

        public void Skip()
        {
            tar.Skip(_left);
            _left = 0;
        }
    }
}
