using System.IO.Compression;

namespace Vitrine.Artifacts;

/// <summary>Unpacks members: stored (0) and deflated (8). Size, CRC and end must be exactly as the headers say.</summary>
internal static class ZipContent
{
    private const ushort Stored = 0;
    private const ushort Deflated = 8;
    private const int RatioFrom = 1 << 20;

    /// <summary>Whether two members hold the same packed bytes.</summary>
    public static bool SamePacked(
        ZipArchiveFile archiveA, ZipEntry a, ZipArchiveFile archiveB, ZipEntry b, CancellationToken cancellation)
    {
        if (a.PackedSize != b.PackedSize || a.Method != b.Method)
        {
            return false;
        }

        const int BlockSize = 64 * 1024;
        var size = (int)Math.Min(BlockSize, a.PackedSize);
        var (blockA, blockB) = (new byte[size], new byte[size]);
        for (long offset = 0; offset < a.PackedSize; offset += BlockSize)
        {
            cancellation.ThrowIfCancellationRequested();
            var length = (int)Math.Min(BlockSize, a.PackedSize - offset);
            archiveA.Source.Read(a.DataOffset + offset, blockA.AsSpan(0, length));
            archiveB.Source.Read(b.DataOffset + offset, blockB.AsSpan(0, length));
            if (!blockA.AsSpan(0, length).SequenceEqual(blockB.AsSpan(0, length)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The member's bytes.</summary>
    /// <exception cref="ArtifactFormatException">They are not what the headers say, or beyond the limits.</exception>
    public static byte[] Unpack(ZipArchiveFile archive, ZipEntry entry, Findings findings)
    {
        var limits = findings.Limits;
        if (entry.Size > limits.MaxImageBytes || (entry.Size > RatioFrom && entry.Size / limits.MaxRatio > entry.PackedSize))
        {
            throw Fault(ArtifactFault.LimitExceeded, entry, $"it would unpack to {entry.Size} bytes");
        }

        findings.Unpack(ZipArchiveFile.Format, entry.Size);
        var content = entry.Method switch
        {
            Stored when entry.Size == entry.PackedSize => archive.Source.ReadArray(entry.DataOffset, (int)entry.Size),
            Stored => throw Fault(ArtifactFault.Contradiction, entry, "it is stored, but its two sizes differ"),
            Deflated => Inflate(archive, entry, findings.Cancellation),
            _ => throw Fault(ArtifactFault.Unsupported, entry, $"it is packed by method {entry.Method}"),
        };
        return Crc32.Of(content) == entry.Crc ? content : throw Fault(
            ArtifactFault.Contradiction, entry, "its checksum is wrong");
    }

    /// <summary>The member's bytes, for one walk through an archive.</summary>
    /// <exception cref="ArtifactFormatException">They are not what the headers say, or beyond the limits.</exception>
    public static Spool Unpack(ZipArchiveFile archive, ZipEntry entry, OpenBudget budget)
    {
        var spool = new Spool(budget, ZipArchiveFile.Format, entry.PackedSize, entry.Size);
        try
        {
            var crc = new Crc32();
            var feed = new ByteFeed(archive.Source, ZipArchiveFile.Format, entry.DataOffset, entry.DataOffset + entry.PackedSize);
            switch (entry.Method)
            {
                case Stored:
                    Copy(feed, Keep);
                    break;
                case Deflated:
                    Inflater.Run(feed, Keep);
                    break;
                default:
                    throw Fault(ArtifactFault.Unsupported, entry, $"it is packed by method {entry.Method}");
            }

            if (!feed.AtEnd)
            {
                throw Fault(ArtifactFault.UnaccountedBytes, entry, "bytes lie behind the end of its packed data");
            }

            return spool.Length == entry.Size && crc.Value == entry.Crc ? spool : throw Fault(
                ArtifactFault.Contradiction, entry, "it does not unpack to the size and checksum that its headers say");

            void Keep(ReadOnlySpan<byte> bytes)
            {
                spool.Write(bytes);
                crc.Append(bytes);
            }
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    private static void Copy(ByteFeed feed, ByteSink sink)
    {
        Span<byte> block = stackalloc byte[4096];
        while (!feed.AtEnd)
        {
            var part = block[..(int)Math.Min(block.Length, feed.Remaining)];
            feed.Read(part);
            sink(part);
        }
    }

    private static byte[] Inflate(ZipArchiveFile archive, ZipEntry entry, CancellationToken cancellation)
    {
        var content = new byte[entry.Size];
        var packed = new PackedStream(archive.Source, entry.DataOffset, entry.PackedSize);
        try
        {
            using var inflater = new DeflateStream(packed, CompressionMode.Decompress);
            var position = 0;
            int read;
            while ((read = inflater.Read(content, position, Math.Min(content.Length - position, 1 << 20))) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                position += read;
            }

            if (position != content.Length || inflater.ReadByte() >= 0)
            {
                throw Fault(ArtifactFault.Contradiction, entry, "it does not unpack to the size that its headers say");
            }
        }
        catch (InvalidDataException fault)
        {
            throw Fault(ArtifactFault.Malformed, entry, fault.Message);
        }

        return packed.AllTaken ? content : throw Fault(
            ArtifactFault.UnaccountedBytes, entry, "bytes lie behind the end of its packed data");
    }

    private static ArtifactFormatException Fault(ArtifactFault fault, ZipEntry entry, string message) =>
        ZipArchiveFile.Fault(fault, entry.LocalOffset, $"{entry.Shown}: {message}");

    /// <summary>
    /// A member's packed bytes, the last of them given alone and only when asked for. An inflater asks for more only while its
    /// data have not ended; so if it never takes the last byte, something lies behind their end.
    /// </summary>
    private sealed class PackedStream(ByteSource source, long offset, long length) : Stream
    {
        private long _position;

        public bool AllTaken => _position == length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var available = _position < length - 1 ? length - 1 - _position : length - _position;
            var span = buffer[..(int)Math.Min(buffer.Length, available)];
            source.Read(offset + _position, span);
            _position += span.Length;
            return span.Length;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
