using System.Text;

namespace Vitrine.Origin;

/// <summary>
/// One feature in 64 bits: the upper 61 of its hash (XXH64, seeded with its class), and how telling it is by itself, 1 to 7, in the
/// lower 3: a long sentence tells more than a short word before any rarity is known.
/// </summary>
public readonly record struct Feature(ulong Bits)
{
    private const ulong Mask = 7;

    /// <summary>How telling it is by itself, 1 to 7.</summary>
    public int Prior => (int)(Bits & Mask);

    /// <summary>A feature of bytes.</summary>
    /// <param name="kind">Its class.</param>
    /// <param name="content">Its canonical bytes.</param>
    /// <param name="prior">1 to 7.</param>
    internal static Feature Of(FeatureClass kind, ReadOnlySpan<byte> content, int prior) =>
        new((XxHash.Hash(content, (ulong)kind + 1) & ~Mask) | (uint)Math.Clamp(prior, 1, 7));

    /// <summary>A feature of a text, as UTF-8.</summary>
    internal static Feature Of(FeatureClass kind, string content, int prior) => Of(kind, Encoding.UTF8.GetBytes(content), prior);

    /// <summary>A feature of a number of 64 bits, little-endian.</summary>
    internal static Feature Of(FeatureClass kind, ulong value, int prior)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return Of(kind, bytes, prior);
    }
}

/// <summary>Where in a file a feature was seen.</summary>
/// <param name="Kind">Its class.</param>
/// <param name="Feature">The feature.</param>
/// <param name="Offset">Bytes from the file's start; −1 where it has no one place.</param>
/// <param name="Length">Bytes it takes up there.</param>
/// <param name="Value">The constant's value, or the number of a function's instructions.</param>
/// <param name="Text">The text where it cannot be read at the offset.</param>
public readonly record struct Sighting(FeatureClass Kind, Feature Feature, long Offset, int Length, ulong Value = 0, string? Text = null);
