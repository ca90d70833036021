using System.Numerics;

namespace Vitrine.Artifacts;

/// <summary>
/// What of a .NET image decides a verdict: the CLI header (ECMA-335 II.25.3.3, 72 bytes), the metadata root (II.24.2.1) and the
/// first row of the Module table, which names the MVID.
/// </summary>
internal sealed record CliImage(
    long HeaderOffset,
    long MetadataOffset,
    long MetadataSize,
    long StrongNameOffset,
    long StrongNameSize,
    uint Flags,
    long ResourcesOffset,
    long MvidOffset,
    bool HasNativeCode)
{
    public const int HeaderSize = 72;
    private const int MaxStreams = 16;
    private const int GuidSize = 16;

    /// <summary>
    /// The image's common language part; null for native images, and for those whose metadata are not of this shape.
    /// </summary>
    public static CliImage? Find(PeImage image)
    {
        var (rva, size) = image.Directory(PeDirectory.Cli);
        var header = size < HeaderSize ? -1 : image.OffsetOf(rva, HeaderSize);
        if (header < 0)
        {
            return null;
        }

        var view = image.View;
        var metadataSize = view.U32(header + 12);
        var metadata = image.OffsetOf(view.U32(header + 8), metadataSize);
        if (metadata < 0)
        {
            return null;
        }

        var strongNameSize = view.U32(header + 36);
        var strongName = strongNameSize == 0 ? -1 : image.OffsetOf(view.U32(header + 32), strongNameSize);
        var resourcesSize = view.U32(header + 28);
        var resources = resourcesSize == 0 ? -1 : image.OffsetOf(view.U32(header + 24), resourcesSize);
        try
        {
            var mvid = FindMvid(new ByteView(image.Bytes.Slice((int)metadata, (int)metadataSize), ".NET"));
            return new CliImage(
                header, metadata, metadataSize, strongName, strongName < 0 ? 0 : strongNameSize, view.U32(header + 16), resources,
                metadata + mvid, (view.U32(header + 16) & 1) == 0 || view.U32(header + 68) != 0);
        }
        catch (ArtifactFormatException)
        {
            return null;    // not metadata that is understood: it is compared as bytes
        }
    }

    /// <summary>Offset of the MVID from the metadata root.</summary>
    private static long FindMvid(ByteView metadata)
    {
        if (metadata.U32(0) != 0x424a_5342)
        {
            throw metadata.Fault(ArtifactFault.Malformed, 0, "the metadata signature is missing");
        }

        var streams = 16L + metadata.U32(12);
        var count = metadata.U16(streams + 2);
        if (count > MaxStreams)
        {
            throw metadata.Fault(ArtifactFault.LimitExceeded, streams + 2, $"{count} metadata streams");
        }

        long tables = -1, guids = -1, guidsSize = 0;
        long header = streams + 4;
        for (var i = 0; i < count; i++)
        {
            var name = metadata.Slice(header + 8, Math.Min(32, metadata.Length - header - 8));
            var length = name.IndexOf((byte)0);
            if (length < 0)
            {
                throw metadata.Fault(ArtifactFault.Malformed, header + 8, "a stream's name has no end");
            }

            if (name[..length].SequenceEqual("#~"u8))
            {
                tables = metadata.U32(header);
            }
            else if (name[..length].SequenceEqual("#GUID"u8))
            {
                (guids, guidsSize) = (metadata.U32(header), metadata.U32(header + 4));
            }

            header += 8 + ((length + 4L) & ~3L);
        }

        return Locate(metadata, tables, guids, guidsSize);
    }

    private static long Locate(ByteView metadata, long tables, long guids, long guidsSize)
    {
        if (tables < 0 || guids < 0 || !metadata.Holds(guids, guidsSize))
        {
            throw metadata.Fault(ArtifactFault.Malformed, -1, "the table or GUID stream is missing");
        }

        var heaps = metadata.U8(tables + 6);
        var present = metadata.U64(tables + 8);
        var rows = tables + 24 + (4 * BitOperations.PopCount(present)) + ((heaps & 0x40) == 0 ? 0 : 4);
        var guidColumn = rows + 2 + ((heaps & 1) == 0 ? 2 : 4);
        long index = (heaps & 2) == 0 ? metadata.U16(guidColumn) : metadata.U32(guidColumn);
        var offset = guids + ((index - 1) * GuidSize);
        return (present & 1) != 0 && index > 0 && index * GuidSize <= guidsSize && metadata.Holds(offset, GuidSize)
            ? offset
            : throw metadata.Fault(ArtifactFault.Malformed, guidColumn, "the module has no MVID");
    }
}
