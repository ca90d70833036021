using System.IO.Compression;
using Vitrine.Artifacts;

namespace Vitrine.Seals;

/// <summary>A zip archive, read as strictly as <see cref="ZipArchiveFile"/> reads: what no reader agrees on is not sealed.</summary>
internal sealed class ZipSource : ArchiveSource
{
    private const ushort Stored = 0;
    private const ushort Deflated = 8;
    private const uint TypeMask = 0xf000;
    private const uint TypeFile = 0x8000;
    private const uint TypeFolder = 0x4000;
    private const uint TypeLink = 0xa000;
    private const int LongestLink = 65_535;

    private readonly ByteSource _file;
    private readonly Dictionary<SourceEntry, ZipEntry> _members = [];

    public ZipSource(ByteSource file, CancellationToken cancellation)
        : base("zip")
    {
        _file = file;
        var archive = ZipArchiveFile.Read(file, CompareLimits.Default with { MaxMembers = ArchiveLimits.Members, MaxImageBytes = int.MaxValue }, cancellation);
        var problems = new List<SealProblem>();
        var entries = new List<SourceEntry>();
        var total = 0L;
        foreach (var member in archive.Entries)
        {
            cancellation.ThrowIfCancellationRequested();
            total += member.Size;
            if (member.Method is not (Stored or Deflated))
            {
                throw ZipArchiveFile.Fault(
                    ArtifactFault.Unsupported, member.LocalOffset, $"{member.Shown} is packed by method {member.Method}; only stored (0) and deflated (8) members are read. Pack it again with one of these");
            }

            if (member.Method == Stored && member.Size != member.PackedSize)
            {
                throw ZipArchiveFile.Fault(ArtifactFault.Contradiction, member.LocalOffset, $"{member.Shown} is stored, but its two sizes differ");
            }

            if (total > ArchiveLimits.MostBytes(file.Length))
            {
                throw ZipArchiveFile.Fault(
                    ArtifactFault.LimitExceeded, member.LocalOffset, FormattableString.Invariant($"it unpacks to more than {ArchiveLimits.MostBytes(file.Length):N0} bytes, {ArchiveLimits.Ratio} times its size"));
            }

            Add(member, entries, problems);
        }

        Finish(entries, problems);
    }

    internal override bool ReadsInAnyOrder => true;

    internal override IEnumerable<SourceContent> ReadAll(CancellationToken cancellation)
    {
        foreach (var entry in Entries)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return entry.Content is { } content
                ? new SourceContent(entry, () => new MemoryStream(content, false), content.Length)
                : new SourceContent(entry, () => Unpacked(_members[entry]), _members[entry].Size);
        }

        RequireUnchanged();
    }

    private protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Add(ZipEntry member, List<SourceEntry> entries, List<SealProblem> problems)
    {
        var name = member.Central.Span.Slice(ZipEntry.CentralHeaderSize, member.NameSize);
        var isFolder = name.EndsWith("/"u8) || (member.Mode & TypeMask) == TypeFolder;
        if (TryName(name, isFolder, problems) is not { } path)
        {
            return;
        }

        if (isFolder)
        {
            if (member.Size > 0)
            {
                problems.Add(new SealProblem(SealProblemKind.Unreadable, HiddenCharacters.Show(path), "a folder with a content, on which no two readers agree"));
            }

            return;
        }

        switch (member.Mode & TypeMask)
        {
            case TypeLink when member.Size <= LongestLink:
                var text = new byte[member.Size];
                using (var stream = Unpacked(member))
                {
                    stream.ReadExactly(text);
                    _ = stream.ReadByte();
                }

                entries.Add(new SourceEntry { Path = path, Mode = SealedMode.Link, Content = text });
                break;
            case 0 or TypeFile:
                var entry = new SourceEntry { Path = path, Mode = (member.Mode & 0x40) != 0 ? SealedMode.Executable : SealedMode.Regular };
                _members.Add(entry, member);
                entries.Add(entry);
                break;
            default:
                problems.Add(new SealProblem(SealProblemKind.SpecialFile, HiddenCharacters.Show(path), "a socket, pipe or device has no content to seal; remove it"));
                break;
        }
    }

    private CheckedStream Unpacked(ZipEntry member)
    {
        var packed = new SourceStream(_file, member.DataOffset, member.PackedSize);
        return new CheckedStream(packed, member.Method == Stored ? packed : new DeflateStream(packed, CompressionMode.Decompress), member);
    }

    /// <summary>A member's bytes; at their end its size and checksum are compared, and that its packed bytes were all needed.</summary>
    private sealed class CheckedStream(SourceStream packed, Stream inner, ZipEntry member) : ReadingStream
    {
        private Crc32 _crc = new();
        private long _done;

        public override int Read(Span<byte> buffer)
        {
            int read;
            try
            {
                read = inner.Read(buffer);
            }
            catch (InvalidDataException malformed)
            {
                throw new IOException($"its packed bytes are malformed: {malformed.Message}", malformed);
            }

            _crc.Append(buffer[..read]);
            _done += read;
            if (_done > member.Size || (read == 0 && !buffer.IsEmpty && _done < member.Size))
            {
                throw new IOException(FormattableString.Invariant($"it unpacks to {(_done > member.Size ? "more than the" : $"{_done:N0}, not")} {member.Size:N0} bytes that the archive says."));
            }

            return read > 0 || buffer.IsEmpty ? read
                : _crc.Value != member.Crc ? throw new IOException("its checksum in the archive is another.")
                : !packed.IsRead ? throw new IOException("bytes that unpack to nothing stand behind it in the archive.")
                : read;
        }

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
