using System.Buffers.Binary;
using System.Text;

namespace Vitrine.Seals;

/// <summary>
/// Finds all anchors of all rules in one pass. At each byte the next three, folded to one case, are hashed to 16 bits, and a bit map of
/// 8 KiB says whether any anchor begins so; only then are anchors compared.
/// </summary>
internal sealed class AnchorTable
{
    /// <summary>The shortest anchor.</summary>
    public const int MinLength = 3;

    private const int Buckets = 1 << 16;
    private const int Stride = 1 << 20;

    private readonly ulong[] _any = new ulong[Buckets / 64];
    private readonly Entry[]?[] _entries = new Entry[]?[Buckets];

    public AnchorTable(IReadOnlyList<ScreeningRule> rules)
    {
        foreach (var rule in rules)
        {
            for (var i = 0; i < rule.Anchors.Count; i++)
            {
                var anchor = rule.Anchors[i];
                var bytes = Encoding.ASCII.GetBytes(anchor.Text);
                if (bytes.Length < MinLength)
                {
                    throw new ArgumentException($"The anchor {anchor.Text} of {rule.Id} has fewer than {MinLength} characters.", nameof(rules));
                }

                var bucket = Bucket(bytes[0] | ((uint)bytes[1] << 8) | ((uint)bytes[2] << 16));
                _any[bucket / 64] |= 1UL << (int)(bucket % 64);
                _entries[bucket] = [.. _entries[bucket] ?? [], new Entry(bytes, anchor.IgnoreCase, rule, i)];
            }
        }
    }

    /// <summary>Lets each rule look at each place where one of its anchors stands, in the order of the text.</summary>
    public void Scan(ScreenedFile file, Hits hits, CancellationToken cancellation)
    {
        var text = file.Text;
        for (var from = 0; from < text.Length; from += Stride)
        {
            cancellation.ThrowIfCancellationRequested();
            ScanFrom(file, text, from, (int)Math.Min((long)from + Stride, text.Length), hits);
        }
    }

    private void ScanFrom(ScreenedFile file, ReadOnlySpan<byte> text, int from, int to, Hits hits)
    {
        var any = _any;

        // Four bytes are read at each place; the last ones of the text are padded.
        var last = Math.Min(to, text.Length - 3);
        for (var i = from; i < last; i++)
        {
            var bucket = Bucket(BinaryPrimitives.ReadUInt32LittleEndian(text[i..]));
            if ((any[bucket / 64] & (1UL << (int)(bucket % 64))) != 0)
            {
                Compare(file, text, i, bucket, hits);
            }
        }

        if (to == text.Length && text.Length >= MinLength)
        {
            var i = text.Length - MinLength;
            Compare(file, text, i, Bucket(text[i] | ((uint)text[i + 1] << 8) | ((uint)text[i + 2] << 16)), hits);
        }
    }

    private void Compare(ScreenedFile file, ReadOnlySpan<byte> text, int at, uint bucket, Hits hits)
    {
        var rest = text[at..];
        foreach (var entry in _entries[bucket] ?? [])
        {
            if (rest.Length >= entry.Bytes.Length
                && (entry.IgnoreCase ? Ascii.EqualsIgnoreCase(rest[..entry.Bytes.Length], entry.Bytes) : rest.StartsWith(entry.Bytes))
                && (file.IsText || entry.Rule.ReadsBinary)
                && hits.HasRoom(entry.Rule))
            {
                entry.Rule.Examine(file, at, entry.Index, hits);
            }
        }
    }

    private static uint Bucket(uint next) => unchecked((((next & 0xFFFFFF) | 0x202020) * 0x9E3779B1) >> 16);

    private sealed record Entry(byte[] Bytes, bool IgnoreCase, ScreeningRule Rule, int Index);
}
