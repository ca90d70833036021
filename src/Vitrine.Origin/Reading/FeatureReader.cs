using System.Text;
using Vitrine.Artifacts;

namespace Vitrine.Origin;

/// <summary>Reads a file's features. A file that is not what it claims to be is read as bytes.</summary>
public static class FeatureReader
{
    /// <summary>The largest file that is read; .NET's arrays end there.</summary>
    public const long MaxBytes = 1L << 30;

    private const double PackedImage = 7.2;
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
        foreach (var (name, offset) in names.Where(one => one.Name.Length >= 4))
        {
            var prior = kind == FeatureClass.Import ? 1 : Math.Min(6, StringScan.Prior(name));
            found.Add(kind, Feature.Of(kind, name, prior), offset, Encoding.Latin1.GetByteCount(name), 0, name);
        }
    }

    private static string? Entropy(ReadOnlySpan<byte> bytes, BinaryShape shape, SightingSet found)
    {
        var counts = new long[256];
        long total = 0;
        foreach (var region in shape.Regions)
        {
            total += region.Size;
            foreach (var b in bytes.Slice((int)region.Offset, (int)region.Size))
            {
                counts[b]++;
            }
        }

        if (total < FewestBytesToTell)
        {
            return null;
        }

        var entropy = counts.Where(count => count > 0).Sum(count => -(double)count / total * Math.Log2((double)count / total));
        var isImage = shape.Format != "bytes";
        return entropy >= (isImage ? PackedImage : PackedBytes) && (!isImage || found.Count(FeatureClass.Text) < FewestTexts)
            ? $"Its content has {entropy:0.00} bits a byte: compressed or encrypted."
            : null;
    }
}
