namespace Vitrine.Artifacts;

/// <summary>
/// The resource tree: directories of 16 bytes and 8 for each entry, three deep; leaves of 16 bytes that begin with an RVA.
/// </summary>
internal static class PeResources
{
    private const int Levels = 3;
    private const int MostEntries = 4096;
    private const uint IsDirectory = 0x8000_0000;

    /// <summary>Offsets of the leaves of the tree at <paramref name="start"/>.</summary>
    /// <exception cref="ArtifactFormatException">The tree leaves its section, or is too deep or too large.</exception>
    public static List<long> Leaves(PeImage image, long start, long size)
    {
        var leaves = new SortedSet<long>();
        var entries = 0;
        Walk(start, 0);
        return [.. leaves];

        void Walk(long directory, int level)
        {
            var count = image.View.U16(directory + 12) + image.View.U16(directory + 14);
            entries += count;
            if (level == Levels || entries > MostEntries)
            {
                throw image.View.Fault(ArtifactFault.LimitExceeded, directory, "the resource tree is too deep or too large");
            }

            for (var entry = directory + 16; entry < directory + 16 + (8L * count); entry += 8)
            {
                var target = image.View.U32(entry + 4);
                var offset = start + (target & ~IsDirectory);
                if (offset + 16 > start + size)
                {
                    throw image.View.Fault(ArtifactFault.Truncated, entry, "the resource tree leaves its section");
                }

                if ((target & IsDirectory) != 0)
                {
                    Walk(offset, level + 1);
                }
                else
                {
                    leaves.Add(offset);
                }
            }
        }
    }

    /// <summary>File offset and size of every resource of a type, whatever its name and language.</summary>
    /// <exception cref="ArtifactFormatException">The tree leaves the file, or is too deep or too large.</exception>
    public static List<(long Offset, long Size)> OfType(PeImage image, long start, uint type)
    {
        var found = new List<(long, long)>();
        var entries = 0;
        foreach (var (id, target) in Entries(start))
        {
            if (id == type && (target & IsDirectory) != 0)
            {
                Walk(start + (target & ~IsDirectory), 1);
            }
        }

        return found;

        List<(uint Id, uint Target)> Entries(long directory)
        {
            var count = image.View.U16(directory + 12) + image.View.U16(directory + 14);
            entries += count;
            if (entries > MostEntries)
            {
                throw image.View.Fault(ArtifactFault.LimitExceeded, directory, "the resource tree is too large");
            }

            return [.. Enumerable.Range(0, count)
                .Select(i => directory + 16 + (8L * i))
                .Select(at => (image.View.U32(at), image.View.U32(at + 4)))];
        }

        void Walk(long directory, int level)
        {
            foreach (var (_, target) in Entries(directory))
            {
                var at = start + (target & ~IsDirectory);
                if ((target & IsDirectory) == 0)
                {
                    var size = image.View.U32(at + 4);
                    var offset = image.OffsetOf(image.View.U32(at), size);
                    found.Add(offset >= 0 ? (offset, size) : throw image.View.Fault(
                        ArtifactFault.Truncated, at, "a resource lies outside the image"));
                }
                else if (level + 1 < Levels)
                {
                    Walk(at, level + 1);
                }
            }
        }
    }
}
