using Vitrine.Artifacts;

namespace Vitrine.Origin;

/// <summary>A native PE image's regions, exports, imports and functions.</summary>
internal static class PeShape
{
    private const int MostNames = 200_000;
    private const int MostLibraries = 4_096;
    private const int Exceptions = 3;
    private const int MachineX86 = 0x14c;
    private const int MachineX64 = 0x8664;

    private static readonly string[] NoContent = [".reloc", ".pdata", ".xdata", ".idata", ".edata", ".eh_fram", ".CRT", ".tls", ".didat"];

    private static readonly (string Section, string Packer)[] Packers =
    [
        ("UPX0", "UPX"), ("UPX1", "UPX"), (".aspack", "ASPack"), (".adata", "ASPack"), (".petite", "Petite"), (".MPRESS1", "MPRESS"),
        (".vmp0", "VMProtect"), (".vmp1", "VMProtect"), (".themida", "Themida"), (".enigma1", "Enigma"), (".nsp0", "NsPack"),
    ];

    /// <exception cref="ArtifactFormatException">Its headers contradict themselves.</exception>
    public static BinaryShape Read(PeImage image)
    {
        var machine = image.View.U16(image.CoffOffset);
        var shape = new BinaryShape(PeImage.Format) { Bitness = machine switch { MachineX86 => 32, MachineX64 => 64, _ => 0 } };

        // Nothing is loaded past 2⁶²; a base that says so must not make sums wrap.
        var imageBase = ((1UL << 62) - 1) & (image.Is64 ? image.View.U64(image.OptionalOffset + 24) : image.View.U32(image.OptionalOffset + 28));
        foreach (var section in image.Sections)
        {
            var size = Math.Min(section.RawSize, section.VirtualSize == 0 ? section.RawSize : section.VirtualSize);
            if (size > 0 && !NoContent.Contains(section.Name) && section.Name is not ['/', ..] && !section.Name.StartsWith(".debug", StringComparison.Ordinal))
            {
                shape.Regions.Add(new Region(section.IsExecutable, section.RawOffset, size, imageBase + (ulong)section.Rva));
            }
        }

        shape.Packer = Packers.Where(p => image.Sections.Any(section => section.Name == p.Section)).Select(p => $"Its section {p.Section} is that of the packer {p.Packer}.").FirstOrDefault();
        ReadExports(image, shape);
        ReadImports(image, shape);
        ReadUnwindTable(image, imageBase, shape);
        return shape;
    }

    private static void ReadExports(PeImage image, BinaryShape shape)
    {
        var (rva, size) = image.Directory(PeDirectory.Export);
        var directory = size < 40 ? -1 : image.OffsetOf(rva, 40);
        if (directory < 0)
        {
            return;
        }

        var count = Math.Min(image.View.U32(directory + 24), MostNames);
        var names = image.OffsetOf(image.View.U32(directory + 32), 4L * count);
        for (long i = 0; names >= 0 && i < count; i++)
        {
            AddName(image, image.View.U32(names + (4 * i)), shape.Names);
        }
    }

    private static void ReadImports(PeImage image, BinaryShape shape)
    {
        var (rva, size) = image.Directory(PeDirectory.Import);
        for (long i = 0; size > 0 && i < MostLibraries; i++)
        {
            var descriptor = image.OffsetOf(rva + (20 * i), 20);
            if (descriptor < 0 || image.View.U32(descriptor + 12) == 0)
            {
                return;
            }

            var lookup = image.View.U32(descriptor);
            ReadThunks(image, lookup == 0 ? image.View.U32(descriptor + 16) : lookup, shape.Imports);
        }
    }

    private static void ReadThunks(PeImage image, long rva, List<(string, long)> imports)
    {
        var width = image.Is64 ? 8 : 4;
        for (; imports.Count < MostNames; rva += width)
        {
            var at = image.OffsetOf(rva, width);
            var thunk = at < 0 ? 0 : image.Is64 ? image.View.U64(at) : image.View.U32(at);
            if (thunk == 0)
            {
                return;
            }

            if (thunk < 0x8000_0000)
            {
                AddName(image, (long)thunk + 2, imports);
            }
        }
    }

    private static void AddName(PeImage image, long rva, List<(string, long)> names)
    {
        var offset = image.OffsetOf(rva, 1);
        if (offset >= 0 && BinaryShape.NameAt(image.View, offset, image.View.Length) is { } name)
        {
            names.Add((name, offset));
        }
    }

    /// <summary>The exception directory of x86-64: 12 bytes a function, the first 4 its RVA.</summary>
    private static void ReadUnwindTable(PeImage image, ulong imageBase, BinaryShape shape)
    {
        var (rva, size) = image.Directory((PeDirectory)Exceptions);
        var table = shape.Bitness == 64 && size >= 12 ? image.OffsetOf(rva, size) : -1;
        for (long i = 0; table >= 0 && i < size / 12; i++)
        {
            shape.Functions.Add(imageBase + image.View.U32(table + (12 * i)));
        }
    }
}
