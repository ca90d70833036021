using System.Buffers.Binary;

namespace Vitrine.Artifacts;

/// <summary>
/// The .xz format 1.2.1: streams of a header of 12 bytes, blocks, an index and a footer of 12 bytes, filled with zeros to four. Blocks
/// are LZMA2, before it up to three of the filters delta and branch; checks none, CRC-32, CRC-64 and SHA-256. Everything that is said twice must agree.
/// </summary>
internal sealed class XzReader
{
    public const string Format = "xz";
    private const int MostBlocks = 1 << 20;

    private readonly ByteFeed _feed;
    private readonly ByteSink _sink;
    private readonly int _largestDictionary;

    private XzReader(ByteSource source, ByteSink sink, int largestDictionary)
    {
        _feed = new ByteFeed(source, Format, 0, source.Length);
        _sink = sink;
        _largestDictionary = largestDictionary;
    }

    /// <summary>Unpacks every stream of a file, one behind another. The format keeps no name: gives null.</summary>
    /// <exception cref="ArtifactFormatException">The file is not well formed, a check is wrong, or it is beyond the limits.</exception>
    public static string? Unpack(ByteSource source, Spool spool)
    {
        Unpack(source, spool.Write, spool.LargestDictionary);
        return null;
    }

    /// <summary>The same without keeping anything: bytes are handed on as they come.</summary>
    /// <exception cref="ArtifactFormatException">The file is not well formed, a check is wrong, or its dictionary is larger than is allowed.</exception>
    public static void Unpack(ByteSource source, ByteSink sink, int largestDictionary)
    {
        var reader = new XzReader(source, sink, largestDictionary);
        do
        {
            reader.ReadStream();
        }
        while (reader.SkipPadding());
    }

    private void ReadStream()
    {
        Span<byte> header = stackalloc byte[12];
        _feed.Read(header);
        if (!header.StartsWith((ReadOnlySpan<byte>)[0xfd, .. "7zXZ"u8, 0]))
        {
            throw _feed.Fault(ArtifactFault.UnaccountedBytes, "what follows a stream is no stream");
        }

        var flags = header[6..8];
        Check(Crc32.Of(flags) == BinaryPrimitives.ReadUInt32LittleEndian(header[8..]), "the stream header's checksum is wrong");
        if (flags[0] != 0 || (flags[1] & 0xf0) != 0)
        {
            throw _feed.Fault(ArtifactFault.Unsupported, "the stream has flags that no version knows");
        }

        var check = XzCheck.Of(flags[1]) ?? throw _feed.Fault(ArtifactFault.Unsupported, $"its check is of kind {flags[1]}");
        var blocks = new List<(long Unpadded, long Size)>();
        int first;
        while ((first = _feed.Next()) != 0)
        {
            blocks.Add(blocks.Count < MostBlocks ? ReadBlock(first, check) : throw _feed.Fault(
                ArtifactFault.LimitExceeded, $"more than {MostBlocks} blocks"));
        }

        var indexSize = ReadIndex(blocks);
        Span<byte> footer = stackalloc byte[12];
        _feed.Read(footer);
        Check(
            Crc32.Of(footer[4..10]) == BinaryPrimitives.ReadUInt32LittleEndian(footer) && footer[10..].SequenceEqual("YZ"u8),
            "the stream footer's mark or checksum is wrong");
        Check(
            footer[8..10].SequenceEqual(flags) && (BinaryPrimitives.ReadUInt32LittleEndian(footer[4..]) + 1L) * 4 == indexSize,
            "the stream's footer disagrees with its header or index");
    }

    private (long Unpadded, long Size) ReadBlock(int first, XzCheck check)
    {
        var start = _feed.Position - 1;
        var header = new byte[(first + 1) * 4];
        header[0] = (byte)first;
        _feed.Read(header.AsSpan(1));
        Check(Crc32.Of(header.AsSpan(..^4)) == BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(^4..)), "a block header's checksum is wrong");
        var size = 0L;
        var (packed, unpacked, dictionary, filters) = ReadBlockHeader(header.AsSpan(..^4), bytes =>
        {
            _sink(bytes);
            size += bytes.Length;
            check.Append(bytes);
        });

        var data = _feed.Position;
        check.Begin();
        new Lzma2Decoder(_feed, dictionary, filters.Sink).Run();
        filters.Finish();
        var packedSize = _feed.Position - data;
        Check((packed ?? packedSize) == packedSize && (unpacked ?? size) == size, "a block's sizes are not those of its header");
        SkipZeros((int)(-packedSize & 3), "a block's filling is not zero");
        Span<byte> said = stackalloc byte[check.Size];
        _feed.Read(said);
        Check(check.Agrees(said), "a block's check is wrong");
        return (data - start + packedSize + check.Size, size);
    }

    private (long? Packed, long? Unpacked, int Dictionary, FilterChain Filters) ReadBlockHeader(ReadOnlySpan<byte> header, ByteSink sink)
    {
        const byte HasPacked = 0x40;
        const byte HasUnpacked = 0x80;
        const long Lzma2 = 0x21;
        var flags = header[1];
        var at = 2;
        long? packed = (flags & HasPacked) != 0 ? Number(header, ref at) : null;
        long? unpacked = (flags & HasUnpacked) != 0 ? Number(header, ref at) : null;
        Check((flags & 0x3c) == 0 && packed != 0, "a block header is not of its form");
        var chain = new FilterChain(sink);
        for (var left = flags & 3; left > 0; left--)
        {
            var id = Number(header, ref at);
            var size = Number(header, ref at);
            Check(size <= header.Length - at, "a filter's properties have no end");
            var filter = XzFilter.Of(id, header.Slice(at, (int)size), chain.Sink, out var valid);
            Check(valid, "a filter's properties are not of its form");
            chain.Add(filter ?? throw _feed.Fault(ArtifactFault.Unsupported, $"a block went through a filter that is not known here (id {id})"));
            at += (int)size;
        }

        if (Number(header, ref at) != Lzma2)
        {
            throw _feed.Fault(ArtifactFault.Unsupported, "a block is packed by another filter than LZMA2");
        }

        Check(Number(header, ref at) == 1 && at < header.Length, "a block header is not of its form");
        var bits = header[at++];
        Check(bits <= 40, "a block's dictionary has a size that is none");
        var dictionary = bits == 40 ? uint.MaxValue : (2L | (bits & 1L)) << ((bits / 2) + 11);
        if (dictionary > _largestDictionary)
        {
            throw _feed.Fault(ArtifactFault.LimitExceeded, $"its dictionary has {dictionary} bytes; {_largestDictionary} are allowed");
        }

        Check(!header[at..].ContainsAnyExcept((byte)0), "a block header's filling is not zero");
        return (packed, unpacked, (int)dictionary, chain);
    }

    /// <summary>Reads the index behind its first zero, against the blocks; gives its size.</summary>
    private long ReadIndex(List<(long Unpadded, long Size)> blocks)
    {
        var start = _feed.Position - 1;
        var crc = new Crc32();
        crc.Append([0]);
        Check(Number(ref crc) == blocks.Count, "the index counts other blocks than there are");
        foreach (var (unpadded, size) in blocks)
        {
            Check(Number(ref crc) == unpadded && Number(ref crc) == size, "the index says other sizes than the blocks have");
        }

        while (((_feed.Position - start) & 3) != 0)
        {
            Check(_feed.Next() == 0, "the index's filling is not zero");
            crc.Append([0]);
        }

        Check(_feed.U32() == crc.Value, "the index's checksum is wrong");
        return _feed.Position - start;
    }

    /// <summary>Skips zeros behind a stream, four at a time; whether another stream follows.</summary>
    private bool SkipPadding()
    {
        var zeros = 0L;
        int next;
        while ((next = _feed.TryNext()) == 0)
        {
            zeros++;
        }

        if (next > 0)
        {
            _feed.Back(1);
        }

        Check((zeros & 3) == 0, "the zeros behind a stream are no multiple of four");
        return next > 0;
    }

    private void SkipZeros(int count, string fault)
    {
        for (; count > 0; count--)
        {
            Check(_feed.Next() == 0, fault);
        }
    }

    /// <summary>A number of up to nine bytes, seven bits each, the lowest first; the shortest form only.</summary>
    private long Number(ReadOnlySpan<byte> bytes, ref int at)
    {
        long value = 0;
        for (var shift = 0; shift < 63 && at < bytes.Length; shift += 7)
        {
            var next = bytes[at++];
            value |= (next & 0x7fL) << shift;
            if (next < 0x80)
            {
                Check(next != 0 || shift == 0, "a number is longer than it must be");
                return value;
            }
        }

        throw _feed.Fault(ArtifactFault.Malformed, "a number has no end");
    }

    private long Number(ref Crc32 crc)
    {
        Span<byte> bytes = stackalloc byte[9];
        var length = 0;
        do
        {
            bytes[length] = _feed.Next();
        }
        while (bytes[length++] >= 0x80 && length < bytes.Length);
        crc.Append(bytes[..length]);
        var at = 0;
        return Number(bytes[..length], ref at);
    }

    private void Check(bool holds, string message)
    {
        if (!holds)
        {
            throw _feed.Fault(ArtifactFault.Malformed, message);
        }
    }

    /// <summary>The filters of a block, undone from the last that was applied to the first.</summary>
    private sealed class FilterChain(ByteSink sink)
    {
        private readonly List<XzFilter> _filters = [];

        /// <summary>Where bytes go in that the next filter has not seen.</summary>
        public ByteSink Sink => _filters.Count == 0 ? sink : _filters[^1].Write;

        public void Add(XzFilter filter) => _filters.Add(filter);

        public void Finish()
        {
            for (var i = _filters.Count - 1; i >= 0; i--)
            {
                _filters[i].Finish();
            }
        }
    }
}
