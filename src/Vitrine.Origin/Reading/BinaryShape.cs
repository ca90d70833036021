using Vitrine.Artifacts;

namespace Vitrine.Origin;

/// <summary>A range of a file that is loaded: where it lies in the file and in memory.</summary>
/// <param name="IsCode">Instructions; otherwise data.</param>
/// <param name="Offset">Bytes from the file's start.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Address">Where it is loaded.</param>
internal readonly record struct Region(bool IsCode, long Offset, long Size, ulong Address);

/// <summary>What the scanners need to know of an image, whatever its format.</summary>
internal sealed class BinaryShape(string format)
{
    public string Format => format;

    /// <summary>32 or 64 for x86 code; 0 where instructions are not read.</summary>
    public int Bitness { get; set; }

    public List<Region> Regions { get; } = [];

    /// <summary>Names given to others, with their place in the file.</summary>
    public List<(string Name, long Offset)> Names { get; } = [];

    /// <summary>Names taken from others, with their place in the file.</summary>
    public List<(string Name, long Offset)> Imports { get; } = [];

    /// <summary>Addresses where functions begin, as far as the image tells.</summary>
    public HashSet<ulong> Functions { get; } = [];

    /// <summary>A sign of a packer, as a sentence; null where none is seen.</summary>
    public string? Packer { get; set; }

    /// <summary>The image's lowest and highest address; a constant between them may be a place rather than a number.</summary>
    public (ulong Low, ulong High) Addresses => Regions.Count == 0 ? (0, 0) : (Regions.Min(r => r.Address), Regions.Max(r => r.Address + (ulong)r.Size));

    /// <summary>The one range that a file without structure is.</summary>
    public static BinaryShape Flat(long size)
    {
        var shape = new BinaryShape("bytes");
        shape.Regions.Add(new Region(false, 0, size, 0));
        return shape;
    }

    /// <summary>The file offset of bytes at an address in data; −1 where there are none.</summary>
    public long DataAt(ulong address, int length)
    {
        foreach (var region in Regions)
        {
            if (!region.IsCode && address >= region.Address && region.Size >= length && address - region.Address <= (ulong)(region.Size - length))
            {
                return region.Offset + (long)(address - region.Address);
            }
        }

        return -1;
    }

    /// <summary>A name at an offset, which ends with a zero; null where it is empty, too long, or has no end.</summary>
    public static string? NameAt(ByteView view, long offset, long end)
    {
        const int Longest = 512;
        var length = Math.Min(Math.Min(end, view.Length) - offset, Longest);
        if (offset <= 0 || length <= 0)
        {
            return null;
        }

        var bytes = view.Slice(offset, length);
        return bytes.IndexOf((byte)0) is > 0 and var stop ? System.Text.Encoding.Latin1.GetString(bytes[..stop]) : null;
    }
}
