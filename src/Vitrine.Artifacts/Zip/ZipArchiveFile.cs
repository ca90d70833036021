using System.Collections.Immutable;

namespace Vitrine.Artifacts;

/// <summary>
/// A zip archive (PKWARE APPNOTE 6.3.10), read so strictly that every byte of it is accounted for: members with their headers
/// from the very start, no gaps, then the central directory, its end record (22 bytes; with zip64 also 56 and 20), the
/// archive's comment, and nothing more.
/// </summary>
internal sealed class ZipArchiveFile
{
    public const string Format = "zip";
    private const uint EndSignature = 0x0605_4b50;
    private const uint End64Signature = 0x0606_4b50;
    private const uint Locator64Signature = 0x0706_4b50;
    private const int EndSize = 22;
    private const int End64Size = 56;
    private const int Locator64Size = 20;

    private readonly CompareLimits _limits;
    private long _count;

    private ZipArchiveFile(ByteSource source, CompareLimits limits, CancellationToken cancellation)
    {
        Source = source;
        _limits = limits;
        ReadEnd();
        Entries = new ZipDirectory(this, limits, cancellation).Read(_count);
    }

    public ByteSource Source { get; }

    /// <summary>Where the central directory begins.</summary>
    public long DirectoryOffset { get; private set; }

    public long DirectorySize { get; private set; }

    /// <summary>Every member, in the order of the central directory.</summary>
    public ImmutableArray<ZipEntry> Entries { get; }

    /// <summary>
    /// The larger end record's versions and kind, if there is such a record: nothing that unpacking depends on.
    /// </summary>
    public ReadOnlyMemory<byte> End64 { get; private set; }

    /// <summary>Where the central directory ends and the end records begin.</summary>
    public long DirectoryEnd => DirectoryOffset + DirectorySize;

    /// <summary>The archive's own comment.</summary>
    public ReadOnlyMemory<byte> Comment { get; private set; }

    /// <exception cref="ArtifactFormatException">Not every byte is accounted for, or it is beyond the limits.</exception>
    public static ZipArchiveFile Read(ByteSource source, CompareLimits limits, CancellationToken cancellation) =>
        new(source, limits, cancellation);

    public static ArtifactFormatException Fault(ArtifactFault fault, long offset, string message) =>
        new(Format, fault, offset, message);

    private void ReadEnd()
    {
        var tailSize = (int)Math.Min(Source.Length, EndSize + ushort.MaxValue);
        var tailOffset = Source.Length - tailSize;
        var tail = new ByteView(Source.ReadArray(tailOffset, tailSize), Format);
        var end = FindEnd(tail);
        Comment = tail.Slice(end + EndSize, tailSize - end - EndSize).ToArray();
        if (tail.U16(end + 4) != 0 || tail.U16(end + 6) != 0 || tail.U16(end + 8) != tail.U16(end + 10))
        {
            throw Fault(ArtifactFault.Unsupported, tailOffset + end, "it is one part of a divided archive");
        }

        _count = tail.U16(end + 10);
        DirectorySize = tail.U32(end + 12);
        DirectoryOffset = tail.U32(end + 16);
        var directoryEnd = tailOffset + end;
        if (directoryEnd >= Locator64Size)
        {
            directoryEnd = ReadEnd64(directoryEnd);
        }

        if (DirectoryOffset > directoryEnd || DirectorySize != directoryEnd - DirectoryOffset)
        {
            throw Fault(
                ArtifactFault.UnaccountedBytes, directoryEnd,
                "the central directory does not reach from where it should begin to its end record");
        }

        if (_count > _limits.MaxMembers)
        {
            throw Fault(ArtifactFault.LimitExceeded, tailOffset + end, $"{_count} members; {_limits.MaxMembers} are allowed");
        }
    }

    /// <summary>The one place where an end record fits the file's end; two would be two archives in one.</summary>
    private static long FindEnd(ByteView tail)
    {
        long found = -1;
        for (var at = tail.Length - EndSize; at >= 0; at--)
        {
            if (tail.U32(at) == EndSignature && at + EndSize + tail.U16(at + 20) == tail.Length)
            {
                found = found < 0 ? at : throw Fault(ArtifactFault.Contradiction, -1, "it has two end records");
            }
        }

        return found >= 0 ? found : throw Fault(ArtifactFault.Truncated, -1, "its end record is missing");
    }

    /// <summary>Reads the larger end record if there is one; gives the end of the central directory.</summary>
    private long ReadEnd64(long end)
    {
        var locator = new ByteView(Source.ReadArray(end - Locator64Size, Locator64Size), Format);
        if (locator.U32(0) != Locator64Signature)
        {
            return end;
        }

        var at = locator.U62(8);
        if (at != end - Locator64Size - End64Size || locator.U32(4) != 0 || locator.U32(16) != 1)
        {
            throw Fault(
                ArtifactFault.UnaccountedBytes, end - Locator64Size, "the zip64 end record is not just before its locator");
        }

        var record = new ByteView(Source.ReadArray(at, End64Size), Format);
        if (record.U32(0) != End64Signature || record.U62(4) != End64Size - 12 || record.U32(16) != 0 || record.U32(20) != 0
            || record.U62(24) != record.U62(32))
        {
            throw Fault(ArtifactFault.Malformed, at, "the zip64 end record is of no known shape");
        }

        _count = Agree(_count, ushort.MaxValue, record.U62(32), at);
        DirectorySize = Agree(DirectorySize, uint.MaxValue, record.U62(40), at);
        DirectoryOffset = Agree(DirectoryOffset, uint.MaxValue, record.U62(48), at);
        End64 = record.Slice(0, 16).ToArray();
        return at;
    }

    private static long Agree(long small, long none, long large, long offset) => small == none || small == large
        ? large
        : throw Fault(ArtifactFault.Contradiction, offset, "the two end records disagree");
}
