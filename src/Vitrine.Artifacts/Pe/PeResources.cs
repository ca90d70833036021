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
}
