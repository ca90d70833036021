using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Vitrine.Proofs;

/// <summary>A bundle of up to 256 entries.</summary>
/// <remarks>
/// C2SP tlog-tiles v0.1.0: each entry led by its length, a big-endian u16, so 0 to 65,535 bytes; nothing before, between or after. A partial
/// bundle is the beginning of the full one. Every accepted bundle is written back exactly.
/// </remarks>
public static class EntryBundle
{
    /// <summary>The most bytes in an entry.</summary>
    public const int MaxEntry = ushort.MaxValue;

    /// <summary>The most bytes in a bundle: 256 entries with their lengths.</summary>
    public const int MaxSize = TilePath.FullWidth * (2 + MaxEntry);

    /// <summary>Cuts a bundle of exactly <paramref name="width"/> entries into them.</summary>
    /// <exception cref="EntryBundleFormatException">The bytes hold fewer or more.</exception>
    public static ImmutableArray<ReadOnlyMemory<byte>> Parse(ReadOnlyMemory<byte> bundle, int width) =>
        TryParse(bundle, width, out var entries) ? entries : throw new EntryBundleFormatException(
            $"The bundle of {bundle.Length} bytes does not hold exactly {width} entries.");

    /// <summary>Cuts a bundle into its entries; false where <see cref="Parse"/> would throw.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bundle, int width, out ImmutableArray<ReadOnlyMemory<byte>> entries)
    {
        if (TryFindEnd(bundle.Span, width, out var end) && end == bundle.Length)
        {
            var list = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(width);
            for (var (i, at) = (0, 0); i < width; i++)
            {
                var length = BinaryPrimitives.ReadUInt16BigEndian(bundle.Span[at..]);
                list.Add(bundle.Slice(at + 2, length));
                at += 2 + length;
            }

            entries = list.MoveToImmutable();
            return true;
        }

        entries = [];
        return false;
    }

    /// <summary>Where the first <paramref name="width"/> entries of a bundle end: the partial bundle is what comes before. False if it holds fewer.</summary>
    public static bool TryFindEnd(ReadOnlySpan<byte> bundle, int width, out int end)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, TilePath.FullWidth);
        end = 0;
        for (var i = 0; i < width; i++)
        {
            if (bundle.Length - end < 2)
            {
                return false;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(bundle[end..]);
            if (bundle.Length - end - 2 < length)
            {
                return false;
            }

            end += 2 + length;
        }

        return true;
    }

    /// <summary>Writes one entry with its length to the start of <paramref name="destination"/> and returns how many bytes that took.</summary>
    /// <exception cref="ArgumentException">The entry is longer than 65,535 bytes, or there is no room.</exception>
    public static int WriteEntry(ReadOnlySpan<byte> entry, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entry.Length, MaxEntry, nameof(entry));
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, entry.Length + 2, nameof(destination));
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)entry.Length);
        entry.CopyTo(destination[2..]);
        return entry.Length + 2;
    }
}

/// <summary>Bytes are no bundle of as many entries as there should be.</summary>
public sealed class EntryBundleFormatException(string message) : FormatException(message);
