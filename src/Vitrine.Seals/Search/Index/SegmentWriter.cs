using System.Buffers;
using System.Buffers.Binary;

namespace Vitrine.Seals;

/// <summary>Puts the lists of all runs together, by key, as a <see cref="TrigramSegment"/>.</summary>
internal static class SegmentWriter
{
    /// <summary>The segment; empty if it would be larger than an array can be.</summary>
    public static Memory<byte> Write(int contents, int units, ReadOnlySpan<byte> table, IReadOnlyList<RunLists> runs)
    {
        var lengths = Lengths(runs);
        var dictionary = new ArrayBufferWriter<byte>();
        var buckets = new byte[TrigramSegment.BucketTableBytes];
        var listBytes = 0L;
        for (var bucket = 0; bucket < TrigramSegment.Buckets; bucket++)
        {
            WriteBucket(buckets, bucket, dictionary.WrittenCount, listBytes);
            var before = 0;
            for (var place = 0; place < TrigramSegment.BucketKeys; place++)
            {
                var length = lengths[(bucket * TrigramSegment.BucketKeys) + place];
                if (length > 0)
                {
                    Varint.Write(dictionary, (uint)(place - before));
                    Varint.Write(dictionary, (uint)length);
                    before = place;
                    listBytes += length;
                }
            }
        }

        WriteBucket(buckets, TrigramSegment.Buckets, dictionary.WrittenCount, listBytes);
        var start = TrigramSegment.HeaderBytes + (long)buckets.Length + table.Length + dictionary.WrittenCount;
        if (start + listBytes > Array.MaxLength)
        {
            return Memory<byte>.Empty;
        }

        var bytes = GC.AllocateUninitializedArray<byte>((int)(start + listBytes), pinned: true);
        var at = bytes.AsSpan();
        TrigramSegment.Magic.CopyTo(at);
        BinaryPrimitives.WriteUInt32LittleEndian(at[16..], (uint)contents);
        BinaryPrimitives.WriteUInt32LittleEndian(at[20..], (uint)units);
        BinaryPrimitives.WriteUInt32LittleEndian(at[24..], (uint)table.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(at[28..], (uint)dictionary.WrittenCount);
        buckets.CopyTo(at[TrigramSegment.HeaderBytes..]);
        table.CopyTo(at[(TrigramSegment.HeaderBytes + buckets.Length)..]);
        dictionary.WrittenSpan.CopyTo(at[(TrigramSegment.HeaderBytes + buckets.Length + table.Length)..]);
        WriteLists(at[(int)start..], lengths, runs);
        return bytes;
    }

    private static void WriteBucket(Span<byte> buckets, int bucket, int dictionary, long lists)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(buckets[(bucket * 8)..], (uint)dictionary);
        BinaryPrimitives.WriteUInt32LittleEndian(buckets[((bucket * 8) + 4)..], (uint)Math.Min(lists, uint.MaxValue));
    }

    /// <summary>How many bytes the list of each key takes.</summary>
    private static int[] Lengths(IReadOnlyList<RunLists> runs)
    {
        var lengths = new int[TrigramKey.Count];
        var last = new int[TrigramKey.Count];
        for (var run = 0; run < runs.Count; run++)
        {
            var start = 0;
            foreach (var (key, end) in runs[run].Ends)
            {
                // The runs passed over since the last one that has the key, and the body with its length.
                lengths[key] = checked(lengths[key] + Varint.Length((uint)(run - last[key])) + Varint.Length((uint)(end - start)) + end - start);
                last[key] = run + 1;
                start = end;
            }
        }

        return lengths;
    }

    private static void WriteLists(Span<byte> lists, int[] lengths, IReadOnlyList<RunLists> runs)
    {
        var next = new int[TrigramKey.Count];
        var last = new int[TrigramKey.Count];
        var position = 0;
        for (var key = 0; key < next.Length; key++)
        {
            next[key] = position;
            position += lengths[key];
        }

        for (var run = 0; run < runs.Count; run++)
        {
            var start = 0;
            var bodies = runs[run].Bytes;
            foreach (var (key, end) in runs[run].Ends)
            {
                var at = next[key];
                at += Varint.Write(lists[at..], (uint)(run - last[key]));
                at += Varint.Write(lists[at..], (uint)(end - start));
                bodies[start..end].CopyTo(lists[at..]);
                next[key] = at + end - start;
                last[key] = run + 1;
                start = end;
            }
        }
    }
}
