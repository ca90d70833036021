using System.Collections.Immutable;
using System.Text;

namespace Vitrine.Artifacts;

/// <summary>Reads the central directory and every local header, and checks that they agree and leave no byte over.</summary>
internal sealed class ZipDirectory(ZipArchiveFile archive, CompareLimits limits, CancellationToken cancellation)
{
    private const uint CentralSignature = 0x0201_4b50;
    private const uint LocalSignature = 0x0403_4b50;
    private const uint DescriptorSignature = 0x0807_4b50;
    private const ushort KnownFlags = ZipEntry.DescriptorFlag | ZipEntry.Utf8Flag | ZipEntry.LevelFlags;

    public ImmutableArray<ZipEntry> Read(long count)
    {
        if (archive.DirectorySize > limits.MaxImageBytes)
        {
            throw ZipArchiveFile.Fault(
                ArtifactFault.LimitExceeded, archive.DirectoryOffset, $"its directory is larger than {limits.MaxImageBytes} bytes");
        }

        ReadOnlyMemory<byte> directory = archive.Source.ReadArray(archive.DirectoryOffset, (int)archive.DirectorySize);
        var entries = new List<ZipEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var position = 0;
        while (position < directory.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            var entry = ReadCentral(directory, position);
            if (!names.Add(entry.Key))
            {
                throw ZipArchiveFile.Fault(
                    ArtifactFault.DuplicateName, entry.CentralOffset, $"two members are named {entry.Shown}");
            }

            if (entries.Count >= limits.MaxMembers)
            {
                throw ZipArchiveFile.Fault(
                    ArtifactFault.LimitExceeded, entry.CentralOffset, $"more than {limits.MaxMembers} members");
            }

            entries.Add(entry);
            position += entry.Central.Length;
        }

        if (entries.Count != count)
        {
            throw ZipArchiveFile.Fault(
                ArtifactFault.Contradiction, archive.DirectoryOffset, $"{entries.Count} members; the end record counts {count}");
        }

        return ReadLocals(entries);
    }

    private ZipEntry ReadCentral(ReadOnlyMemory<byte> directory, int position)
    {
        var view = new ByteView(directory, ZipArchiveFile.Format);
        var offset = archive.DirectoryOffset + position;
        if (view.U32(position) != CentralSignature)
        {
            throw ZipArchiveFile.Fault(ArtifactFault.Malformed, offset, "a central header is missing");
        }

        var flags = view.U16(position + 8);
        if ((flags & ~KnownFlags) != 0 || view.U16(position + 34) != 0)
        {
            throw ZipArchiveFile.Fault(
                ArtifactFault.Unsupported, offset, "a member is encrypted, divided or of another special kind");
        }

        int nameSize = view.U16(position + 28), extraSize = view.U16(position + 30), commentSize = view.U16(position + 32);
        var size = ZipEntry.CentralHeaderSize + nameSize + extraSize + commentSize;
        _ = view.Slice(position, size);
        var name = view.Slice(position + ZipEntry.CentralHeaderSize, nameSize);
        var marked = (flags & ZipEntry.Utf8Flag) != 0 && !Ascii.IsValid(name);
        var entry = new ZipEntry
        {
            Key = Encoding.Latin1.GetString(name) + (marked ? "‹utf-8›" : ""),
            Name = Printable.Decode(name),
            Central = directory.Slice(position, size),
            CentralOffset = offset,
            LocalOffset = view.U32(position + 42),
            Flags = flags,
            Method = view.U16(position + 10),
            Crc = view.U32(position + 16),
            PackedSize = view.U32(position + 20),
            Size = view.U32(position + 24),
            NameSize = nameSize,
            ExtraSize = extraSize,
        };
        return ZipExtra.WithLargeSizes(entry);
    }

    /// <summary>
    /// Reads the header before each member's data, in the order of the file, each beginning where the one before ended.
    /// </summary>
    private ImmutableArray<ZipEntry> ReadLocals(List<ZipEntry> entries)
    {
        var order = Enumerable.Range(0, entries.Count).OrderBy(i => entries[i].LocalOffset).ToArray();
        long position = 0;
        for (var i = 0; i < order.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var entry = entries[order[i]];
            if (entry.LocalOffset != position)
            {
                throw ZipArchiveFile.Fault(
                    ArtifactFault.UnaccountedBytes, position,
                    position == 0 ? "data stand before the first member" : "members leave a gap, or overlap");
            }

            var next = i + 1 < order.Length ? entries[order[i + 1]].LocalOffset : archive.DirectoryOffset;
            entries[order[i]] = entry = ReadLocal(entry, next);
            position = entry.End;
        }

        return position == archive.DirectoryOffset
            ? [.. entries]
            : throw ZipArchiveFile.Fault(
                ArtifactFault.UnaccountedBytes, position, "bytes lie between the last member and the central directory");
    }

    private ZipEntry ReadLocal(ZipEntry entry, long next)
    {
        var offset = entry.LocalOffset;
        if (next - offset < ZipEntry.LocalHeaderSize + entry.NameSize || next > archive.DirectoryOffset)
        {
            throw ZipArchiveFile.Fault(ArtifactFault.UnaccountedBytes, offset, "members overlap");
        }

        var head = new ByteView(archive.Source.ReadArray(offset, ZipEntry.LocalHeaderSize), ZipArchiveFile.Format);
        var size = ZipEntry.LocalHeaderSize + head.U16(26) + head.U16(28);
        if (head.U32(0) != LocalSignature || size > next - offset)
        {
            throw ZipArchiveFile.Fault(ArtifactFault.Malformed, offset, "a member's own header is missing");
        }

        var local = archive.Source.ReadArray(offset, size);
        var read = entry with { Local = local };
        var name = local.AsSpan(ZipEntry.LocalHeaderSize, head.U16(26));
        var streamed = (entry.Flags & ZipEntry.DescriptorFlag) != 0;
        var named = entry.Central.Span.Slice(ZipEntry.CentralHeaderSize, entry.NameSize);
        if (head.U16(6) != entry.Flags || head.U16(8) != entry.Method || !name.SequenceEqual(named)
            || !Agrees(head.U32(14), entry.Crc, streamed) || !ZipExtra.SizesAgree(read, head, streamed))
        {
            throw ZipArchiveFile.Fault(ArtifactFault.Contradiction, offset, $"the two headers of {entry.Shown} disagree");
        }

        var rest = next - read.DataOffset - entry.PackedSize;
        if (rest < 0 || (rest > 0 && !(streamed && IsDescriptor(read, rest))) || (rest == 0 && streamed))
        {
            throw ZipArchiveFile.Fault(
                ArtifactFault.UnaccountedBytes, offset, $"{entry.Shown} does not end where the next begins");
        }

        return read with { End = next };
    }

    private static bool Agrees(uint local, uint central, bool streamed) => local == central || (streamed && local == 0);

    /// <summary>
    /// Whether what lies behind the data is their descriptor: an optional signature, CRC, both sizes in 4 or 8 bytes.
    /// </summary>
    private bool IsDescriptor(ZipEntry entry, long length)
    {
        if (length is not (12 or 16 or 20 or 24))
        {
            return false;
        }

        var view = new ByteView(
            archive.Source.ReadArray(entry.DataOffset + entry.PackedSize, (int)length), ZipArchiveFile.Format);
        var start = length is 16 or 24 ? 4 : 0;
        var large = length >= 20;
        return (start == 0 || view.U32(0) == DescriptorSignature)
            && view.U32(start) == entry.Crc
            && (large ? view.U62(start + 4) : view.U32(start + 4)) == entry.PackedSize
            && (large ? view.U62(start + 12) : view.U32(start + 8)) == entry.Size;
    }
}
