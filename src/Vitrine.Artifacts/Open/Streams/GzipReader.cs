using System.Text;

namespace Vitrine.Artifacts;

/// <summary>
/// Gzip (RFC 1952): members of a header of 10 bytes with optional fields, a deflated stream, CRC-32 and length, one behind another; zeros
/// may fill the end.
/// </summary>
internal static class GzipReader
{
    public const string Format = "gzip";
    private const int LongestText = 4096;
    private const byte HeaderCrc = 2;
    private const byte Extra = 4;
    private const byte FileName = 8;
    private const byte Comment = 16;

    /// <summary>Unpacks all members one behind another; gives the first one's name, if it has one.</summary>
    /// <exception cref="ArtifactFormatException">The stream is not well formed, its checksum is wrong, or it is beyond the limits.</exception>
    public static string? Unpack(ByteSource source, Spool spool) => Unpack(source, spool.Write);

    /// <summary>The same, handing the bytes on as they come.</summary>
    /// <exception cref="ArtifactFormatException">The stream is not well formed, or its checksum is wrong; what came before was given to the sink.</exception>
    public static string? Unpack(ByteSource source, ByteSink sink)
    {
        var feed = new ByteFeed(source, Format, 0, source.Length);
        string? first = null;
        var isFirst = true;
        while (!feed.AtEnd)
        {
            if (!isFirst && SkipZeros(feed))
            {
                break;
            }

            var name = ReadHeader(feed);
            first = isFirst ? name : first;
            isFirst = false;
            var crc = new Crc32();
            var length = 0L;
            Inflater.Run(feed, bytes =>
            {
                sink(bytes);
                crc.Append(bytes);
                length += bytes.Length;
            });
            if (feed.U32() != crc.Value || feed.U32() != (uint)(length & uint.MaxValue))
            {
                throw feed.Fault(ArtifactFault.Contradiction, "its checksum or length is wrong");
            }
        }

        return string.IsNullOrEmpty(first) ? null : first;
    }

    private static string? ReadHeader(ByteFeed feed)
    {
        Span<byte> header = stackalloc byte[10];
        feed.Read(header);
        if (!header.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b, 8]))
        {
            throw feed.Fault(ArtifactFault.UnaccountedBytes, "what follows a member is no member");
        }

        var flags = header[3];
        if ((flags & 0xe0) != 0)
        {
            throw feed.Fault(ArtifactFault.Unsupported, "it has flags that no version knows");
        }

        if ((flags & Extra) != 0)
        {
            for (var length = feed.Next() | (feed.Next() << 8); length > 0; length--)
            {
                feed.Next();
            }
        }

        var name = (flags & FileName) != 0 ? ReadText(feed) : null;
        _ = (flags & Comment) != 0 ? ReadText(feed) : null;
        if ((flags & HeaderCrc) != 0)
        {
            _ = feed.Next() | feed.Next();
        }

        return name;
    }

    private static string ReadText(ByteFeed feed)
    {
        var text = new List<byte>();
        for (var next = feed.Next(); next != 0; next = feed.Next())
        {
            text.Add(text.Count < LongestText ? next : throw feed.Fault(ArtifactFault.LimitExceeded, "a text of its header is too long"));
        }

        return Encoding.Latin1.GetString([.. text]);
    }

    /// <summary>Whether only zeros remain; where another byte comes, it was not taken.</summary>
    private static bool SkipZeros(ByteFeed feed)
    {
        int next;
        while ((next = feed.TryNext()) == 0)
        {
        }

        if (next > 0)
        {
            feed.Back(1);
        }

        return next < 0;
    }
}
