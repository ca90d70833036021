using System.Text;
using Vitrine.Artifacts;

namespace Vitrine.Origin;

/// <summary>Reads a file's features. A file that is not what it claims to be is read as bytes.</summary>
public static class FeatureReader
{
    /// <summary>The largest file that is read; .NET's arrays end there.</summary>
    public const long MaxBytes = 1L << 30;

    private const double PackedCode = 7.2;
    private const double PackedData = 7.8;
    private const double PackedBytes = 7.95;
    private const int FewestBytesToTell = 4096;
    private const int FewestTexts = 40;

    /// <summary>Every feature of a file's bytes.</summary>
    /// <param name="path">The name under which it is reported.</param>
    /// <param name="bytes">The file; at most <see cref="MaxBytes"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static FileFeatures Read(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var found = new SightingSet();
        string format;
        string? packing;
        try
        {
            (format, packing) = ReadCore(bytes, found, cancellationToken);
        }
        catch (ArtifactFormatException)
        {
            // Cut short or lying: its bytes are evidence still.
            found = new SightingSet();
            (format, packing) = ReadShape(bytes, BinaryShape.Flat(bytes.Length), found, cancellationToken);
        }

        return new FileFeatures(path, bytes, format, packing, found.ToImmutable());
    }

    private static (string Format, string? Packing) ReadCore(ReadOnlyMemory<byte> bytes, SightingSet found, CancellationToken cancellationToken)
    {
        var span = bytes.Span;
        if (span.StartsWith("\u007fELF"u8))
        {
            return ReadShape(bytes, ElfShape.Read(bytes), found, cancellationToken);
        }

        if (span.StartsWith("MZ"u8))
        {
            var image = PeImage.Parse(bytes);
            if (image.Cli is not { } cli)
            {
                return ReadShape(bytes, PeShape.Read(image), found, cancellationToken);
            }

            ManagedScan.Run(image, cli, found, cancellationToken);
            return (".NET", null);
        }

        if (SourceScan.IsText(span))
        {
            SourceScan.Run(span, found);
            return ("text", null);
        }

        return ReadShape(bytes, BinaryShape.Flat(bytes.Length), found, cancellationToken);
    }

    private static (string Format, string? Packing) ReadShape(ReadOnlyMemory<byte> bytes, BinaryShape shape, SightingSet found, CancellationToken cancellationToken)
    {
        var addresses = shape.Addresses;
        foreach (var region in shape.Regions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!region.IsCode)
            {
                StringScan.Run(bytes.Span, region, found);
                TableScan.Run(bytes.Span, region, addresses, found);
            }
            else if (shape.Bitness != 0)
            {
                CodeScan.Run(bytes, region, shape, found, cancellationToken);
            }
        }

        Add(shape.Names, FeatureClass.Name, found);
        Add(shape.Imports, FeatureClass.Import, found);
        return (shape.Format, shape.Packer ?? Entropy(bytes.Span, shape, found));
    }

    private static void Add(List<(string Name, long Offset)> names, FeatureClass kind, SightingSet found)
    {
        foreach (var (name, offset) in names.Where(one => one.Name.Length >= 4 && !IsStandard(one.Name)))
        {
            var prior = kind == FeatureClass.Import ? 1 : Math.Min(6, StringScan.Prior(name));
            found.Add(kind, Feature.Of(kind, name, prior), offset, Encoding.Latin1.GetByteCount(name), 0, name);
        }
    }

    /// <summary>A name of C++'s standard library, instances of its templates too (Itanium C++ ABI, 5.1): whoever writes C++ exports some.</summary>
    private static bool IsStandard(string name)
    {
        var rest = name.AsSpan();
        if (!rest.StartsWith("_Z"))
        {
            return false;
        }

        rest = rest[2..];
        foreach (var lead in (ReadOnlySpan<string>)["TV", "TT", "TI", "TS", "GV"])
        {
            rest = rest.StartsWith(lead) ? rest[2..] : rest;
        }

        rest = rest is ['N', ..] ? rest[1..] : rest;
        rest = rest is ['K', ..] ? rest[1..] : rest;
        return rest is ['S', 't' or 'a' or 'b' or 's' or 'i' or 'o' or 'd', ..] or ['n' or 'd', 'w' or 'a' or 'l', ..] || rest.StartsWith("9__gnu_cxx");
    }

    /// <summary>Machine code has about 6 bits a byte; what is compressed or encrypted has next to 8, and so do some tables, which is why code decides.</summary>
    private static string? Entropy(ReadOnlySpan<byte> bytes, BinaryShape shape, SightingSet found)
    {
        var (code, codeSize) = Entropy(bytes, shape.Regions.Where(r => r.IsCode));
        var (data, dataSize) = Entropy(bytes, shape.Regions.Where(r => !r.IsCode));
        var told = shape.Format == "bytes" ? (data >= PackedBytes && dataSize >= FewestBytesToTell ? data : 0)
            : found.Count(FeatureClass.Text) >= FewestTexts ? 0
            : code >= PackedCode && codeSize >= FewestBytesToTell ? code
            : data >= PackedData && dataSize >= Math.Max(FewestBytesToTell, 4 * codeSize) ? data
            : 0;
        return told == 0 ? null : $"Its content has {told:0.00} bits a byte: compressed or encrypted.";
    }

    private static (double Bits, long Size) Entropy(ReadOnlySpan<byte> bytes, IEnumerable<Region> regions)
    {
        var counts = new long[256];
        long total = 0;
        foreach (var region in regions)
        {
            total += region.Size;
            foreach (var b in bytes.Slice((int)region.Offset, (int)region.Size))
            {
                counts[b]++;
            }
        }

        return (counts.Where(count => count > 0).Sum(count => -(double)count / total * Math.Log2((double)count / total)), total);
    }
}
