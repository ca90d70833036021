using System.Collections.Immutable;

namespace Vitrine.Artifacts;

/// <summary>
/// A tar archive: headers (<see cref="TarHeader"/>), each followed by its content filled to 512 bytes, then at least one block of zeros
/// or the end. Reads GNU's long names (types L and K) and pax records (x and g); sparse files, volumes and folder dumps are listed as not opened.
/// </summary>
internal sealed class TarReader(ByteSource source, CancellationToken cancellation)
{
    public const string Format = "tar";
    private const int LargestRecord = 1 << 20;
    private const int MostRecordsBefore = 16;

    private readonly byte[] _block = new byte[TarHeader.Size];
    private PaxRecords _global = PaxRecords.None;
    private long _position;

    /// <summary>Members in order, with the offset of their bytes.</summary>
    /// <exception cref="ArtifactFormatException">The archive is not of this form from here on; the members before were.</exception>
    public IEnumerable<(Entry Entry, long Offset)> Read()
    {
        var next = PaxRecords.None;
        var records = 0;
        while (_position < source.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            if (source.Length - _position < TarHeader.Size)
            {
                throw Fault(ArtifactFault.Truncated, "a header reaches beyond the end");
            }

            source.Read(_position, _block);
            if (!_block.AsSpan().ContainsAnyExcept((byte)0))
            {
                CheckRest();
                break;
            }

            var type = (char)_block[156];
            if (type is 'x' or 'X' or 'g' or 'L' or 'K')
            {
                next = ++records <= MostRecordsBefore ? ReadRecord(type, next) : throw Fault(
                    ArtifactFault.LimitExceeded, $"more than {MostRecordsBefore} records stand before one member");
                continue;
            }

            yield return ReadMember(next);
            next = PaxRecords.None;
            records = 0;
        }

        if (records > 0)
        {
            throw Fault(ArtifactFault.Truncated, "records stand before a member that is missing");
        }
    }

    private (Entry Entry, long Offset) ReadMember(PaxRecords own)
    {
        var header = Header();
        var records = _global.With(own);
        var kind = header.Type switch
        {
            '1' => MemberKind.HardLink,
            '2' => MemberKind.SymbolicLink,
            '3' or '4' or '6' => MemberKind.Special,
            '5' => MemberKind.Folder,
            _ => MemberKind.File,
        };
        var name = records.Name ?? header.Name();
        if (kind == MemberKind.File && header.Type != '7' && name.EndsWith('/'))
        {
            kind = MemberKind.Folder;   // as tar of version 7 writes them
        }

        var size = records.Size ?? header.ContentSize();
        var entry = new Entry(name)
        {
            Kind = kind,
            Size = size,
            Mode = header.Mode(),
            Owner = records.Owner ?? header.Owner(),
            Link = kind is MemberKind.SymbolicLink or MemberKind.HardLink ? records.Link ?? header.Link() : null,
            Attributes = records.Attributes,
            Fault = header.Type is not ('\0' or (>= '0' and <= '7')) || records.IsSparse
                ? new MemberFault(ArtifactFault.Unsupported, _position, "not opened: a sparse file, or another kind of member than is read here")
                : null,
        };
        var data = _position + TarHeader.Size;

        // Links and devices have no content, whatever their size says; nor have folders, though some writers set one.
        Skip(kind is MemberKind.File || header.Type is not ('1' or '2' or '3' or '4' or '5' or '6') ? size : 0);
        return (kind == MemberKind.File ? entry : entry with { Size = 0 }, data);
    }

    private PaxRecords ReadRecord(char type, PaxRecords next)
    {
        var size = Header().ContentSize();
        var data = _position + TarHeader.Size;
        Skip(size <= LargestRecord ? size : throw Fault(ArtifactFault.LimitExceeded, $"a record of {size} bytes stands before a member"));
        var bytes = source.ReadArray(data, (int)size);
        switch (type)
        {
            case 'L':
                return next with { Name = Printable.Decode(bytes.AsSpan().TrimEnd((byte)0)) };
            case 'K':
                return next with { Link = Printable.Decode(bytes.AsSpan().TrimEnd((byte)0)) };
            case 'g':
                _global = PaxRecords.Read(bytes, data, _global);
                return next;
            default:
                return PaxRecords.Read(bytes, data, next);
        }
    }

    private TarHeader Header()
    {
        var header = new TarHeader(_block, _position);
        return header.HasChecksum() ? header : throw Fault(ArtifactFault.Malformed, "a header's checksum is wrong");
    }

    private void Skip(long size)
    {
        if (size > source.Length - _position - TarHeader.Size)
        {
            throw Fault(ArtifactFault.Truncated, $"a member of {size} bytes reaches beyond the end");
        }

        var filled = (size + TarHeader.Size - 1) / TarHeader.Size * TarHeader.Size;
        _position = Math.Min(source.Length, _position + TarHeader.Size + filled);
    }

    /// <summary>Only zeros may follow the end: anything else is hidden from those who unpack.</summary>
    private void CheckRest()
    {
        var block = new byte[64 * 1024];
        while (_position < source.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            var part = block.AsSpan(0, (int)Math.Min(block.Length, source.Length - _position));
            source.Read(_position, part);
            var at = part.IndexOfAnyExcept((byte)0);
            if (at >= 0)
            {
                _position += at;
                throw Fault(ArtifactFault.UnaccountedBytes, "bytes lie behind the end of the archive");
            }

            _position += part.Length;
        }
    }

    private ArtifactFormatException Fault(ArtifactFault fault, string message) => new(Format, fault, _position, message);
}

/// <summary>What pax records and GNU's long names say of the next member, or of all that follow.</summary>
internal sealed record PaxRecords
{
    private const int MostAttributes = 64;

    public static PaxRecords None { get; } = new();

    public string? Name { get; init; }

    public string? Link { get; init; }

    public long? Size { get; init; }

    public long? Owner { get; init; }

    public bool IsSparse { get; init; }

    public ImmutableArray<string> Attributes { get; init; } = [];

    public PaxRecords With(PaxRecords own) => this == None ? own : new PaxRecords
    {
        Name = own.Name ?? Name,
        Link = own.Link ?? Link,
        Size = own.Size ?? Size,
        Owner = own.Owner ?? Owner,
        IsSparse = own.IsSparse || IsSparse,
        Attributes = own.Attributes.IsEmpty ? Attributes : own.Attributes,
    };

    /// <summary>Reads records of the form <c>LENGTH KEY=VALUE\n</c>, the length counting all of it.</summary>
    /// <exception cref="ArtifactFormatException">A record is not of that form.</exception>
    public static PaxRecords Read(ReadOnlySpan<byte> bytes, long offset, PaxRecords before)
    {
        var records = before;
        var rest = bytes.TrimEnd((byte)0);
        while (!rest.IsEmpty)
        {
            var space = rest[..Math.Min(rest.Length, 20)].IndexOf((byte)' ');
            if (space <= 0 || Number(rest[..space]) is not { } length || length <= space + 2 || length > rest.Length || rest[(int)length - 1] != '\n')
            {
                throw Malformed(offset);
            }

            var record = rest[(space + 1)..((int)length - 1)];
            rest = rest[(int)length..];
            var equals = record.IndexOf((byte)'=');
            if (equals <= 0)
            {
                throw Malformed(offset);
            }

            records = records.Set(Printable.Decode(record[..equals]), record[(equals + 1)..], offset);
        }

        return records;
    }

    private PaxRecords Set(string key, ReadOnlySpan<byte> value, long offset)
    {
        const string ExtendedAttribute = "SCHILY.xattr.";
        switch (key)
        {
            case "path":
                return this with { Name = Printable.Decode(value) };
            case "linkpath":
                return this with { Link = Printable.Decode(value) };
            case "size":
                return this with { Size = Number(value) ?? throw Malformed(offset) };
            case "uid":
                return this with { Owner = Number(value) ?? throw Malformed(offset) };
            default:
                return key.StartsWith("GNU.sparse.", StringComparison.Ordinal) ? this with { IsSparse = true }
                    : key.StartsWith(ExtendedAttribute, StringComparison.Ordinal) && Attributes.Length < MostAttributes
                    ? this with { Attributes = Attributes.Add(key[ExtendedAttribute.Length..]) }
                    : this;
        }
    }

    private static long? Number(ReadOnlySpan<byte> digits)
    {
        const int MostDigits = 18;
        if (digits.IsEmpty || digits.Length > MostDigits || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return null;
        }

        long value = 0;
        foreach (var digit in digits)
        {
            value = (value * 10) + (digit - '0');
        }

        return value;
    }

    private static ArtifactFormatException Malformed(long offset) =>
        new(TarReader.Format, ArtifactFault.Malformed, offset, "a pax record is not of its form");
}
