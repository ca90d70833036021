using System.Collections.Immutable;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Origin;

/// <summary>All that is known of a file before it is compared with anything.</summary>
public sealed class FileFeatures
{
    private readonly ReadOnlyMemory<byte> _bytes;

    internal FileFeatures(string path, ReadOnlyMemory<byte> bytes, string format, string? packing, ImmutableArray<Sighting> sightings)
    {
        (Path, _bytes, Format, Packing, Sightings) = (path, bytes, format, packing, sightings);
        Digest = Digest.Of(bytes.Span);
    }

    /// <summary>The file's path, or a member's within an archive.</summary>
    public string Path { get; }

    /// <summary>SHA-256 of its bytes.</summary>
    public Digest Digest { get; }

    /// <summary>Its size in bytes.</summary>
    public long Size => _bytes.Length;

    /// <summary><c>ELF</c>, <c>PE</c>, <c>.NET</c>, <c>text</c> or <c>bytes</c>.</summary>
    public string Format { get; }

    /// <summary>The signs that it is packed or encrypted, as a sentence; null where there are none.</summary>
    public string? Packing { get; }

    /// <summary>Every feature once, by class and feature; the first place where it was seen.</summary>
    public ImmutableArray<Sighting> Sightings { get; }

    /// <summary>What a person reads for a sighting: the string, the name, the constant in hexadecimal digits, the table's first bytes.</summary>
    public string Describe(Sighting sighting)
    {
        const int Longest = 160;
        var text = sighting.Kind switch
        {
            _ when sighting.Text is not null => sighting.Text,
            FeatureClass.Constant => $"0x{sighting.Value:x}",
            FeatureClass.Function => $"{sighting.Value} instructions",
            FeatureClass.Table => Convert.ToHexStringLower(Slice(sighting, 16)) + "…",
            _ => Read(Slice(sighting, 4 * Longest)),
        };
        return text.Length > Longest ? text[..Longest] + "…" : text;
    }

    private ReadOnlySpan<byte> Slice(Sighting sighting, int most) => _bytes.Span.Slice((int)sighting.Offset, Math.Min(sighting.Length, most));

    private static string Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 1 && bytes[1] == 0 ? Encoding.Unicode.GetString(bytes[..(bytes.Length & ~1)]) : Encoding.Latin1.GetString(bytes);
}
