using System.Buffers.Binary;
using System.Numerics;

namespace Vitrine.Seals;

/// <summary>The lists of one run, by key: for each key, which of the run's units have it.</summary>
/// <remarks>
/// A list is either <see cref="TrigramSegment.BitmapBytes"/> bytes, one bit a unit, or fewer bytes of gaps. A gap is the number of units passed over since the last one, three bits a
/// nibble from the lowest, the fourth bit saying that more follow. The last nibble may be 8, which ends nothing.
/// </remarks>
internal sealed class RunLists(int capacity)
{
    private const int MostGaps = 2 * TrigramSegment.BitmapBytes;

    private readonly List<(int Key, int End)> _ends = [];
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(capacity);
    private int _length;

    /// <summary>The keys, ascending, and where each list ends in <see cref="Bytes"/>; it begins where the one before ends.</summary>
    public IReadOnlyList<(int Key, int End)> Ends => _ends;

    /// <summary>All lists, one after the other.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Adds the list of the next key.</summary>
    public void Add(int key, ReadOnlySpan<TrigramRun.Entry> groups)
    {
        var units = 0;
        foreach (var group in groups)
        {
            units += BitOperations.PopCount(group.Mask);
        }

        if (_bytes.Length - _length < TrigramSegment.BitmapBytes)
        {
            Array.Resize(ref _bytes, checked(_bytes.Length * 2));
        }

        var body = _bytes.AsSpan(_length, TrigramSegment.BitmapBytes);
        var length = units < MostGaps ? Gaps(body, groups) : 0;
        if (length == 0)
        {
            body.Clear();
            foreach (var group in groups)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(body[(group.Group * 8)..], group.Mask);
            }

            length = TrigramSegment.BitmapBytes;
        }

        _length += length;
        _ends.Add((key, _length));
    }

    /// <summary>Overwrites what the lists say.</summary>
    public void Clear()
    {
        _bytes.AsSpan().Clear();
        _ends.Clear();
    }

    /// <summary>Writes gaps; 0 if they take as much as a bitmap.</summary>
    private static int Gaps(Span<byte> body, ReadOnlySpan<TrigramRun.Entry> groups)
    {
        var nibbles = 0;
        var next = 0;
        foreach (var group in groups)
        {
            for (var mask = group.Mask; mask != 0; mask &= mask - 1)
            {
                var unit = (group.Group << 6) + BitOperations.TrailingZeroCount(mask);
                var gap = unit - next;
                next = unit + 1;

                // The longest gap takes four nibbles.
                if (nibbles + 4 > 2 * (body.Length - 1))
                {
                    return 0;
                }

                for (; gap >= 8; gap >>= 3)
                {
                    Put(body, nibbles++, (byte)(8 | (gap & 7)));
                }

                Put(body, nibbles++, (byte)gap);
            }
        }

        if (nibbles % 2 == 1)
        {
            Put(body, nibbles++, 8);
        }

        return nibbles / 2;
    }

    private static void Put(Span<byte> body, int nibble, byte value)
    {
        ref var pair = ref body[nibble >> 1];
        pair = (nibble & 1) == 0 ? value : (byte)(pair | (value << 4));
    }
}
