using System.Buffers.Binary;

namespace Vitrine.Seals;

/// <summary>Goes through the list of a key, run by run: the runs passed over, the body's length, the body (see <see cref="RunLists"/>).</summary>
internal ref struct ListRuns(ReadOnlySpan<byte> list, int runs)
{
    private readonly ReadOnlySpan<byte> _list = list;
    private ReadOnlySpan<byte> _body;
    private int _position;
    private int _next;

    /// <summary>The run.</summary>
    public readonly int Run => _next - 1;

    /// <summary>Whether all of the list was gone through; otherwise what follows cannot be read.</summary>
    public readonly bool IsAtEnd => _position == _list.Length;

    /// <summary>Moves to the next run that has the key.</summary>
    public bool MoveNext()
    {
        var at = _position;
        if (!Varint.TryRead(_list, ref at, out var gap) || !Varint.TryRead(_list, ref at, out var length)
            || gap >= (uint)(runs - _next) || length > TrigramSegment.BitmapBytes || length > _list.Length - at)
        {
            return false;
        }

        _body = _list.Slice(at, (int)length);
        _position = at + (int)length;
        _next += (int)gap + 1;
        return true;
    }

    /// <summary>The run's units, a bit each.</summary>
    public readonly void Decode(Span<ulong> words)
    {
        if (_body.Length == TrigramSegment.BitmapBytes)
        {
            for (var i = 0; i < TrigramSegment.RunWords; i++)
            {
                words[i] = BinaryPrimitives.ReadUInt64LittleEndian(_body[(i * 8)..]);
            }

            return;
        }

        words.Clear();
        var (unit, gap, shift) = (0, 0, 0);
        foreach (var pair in _body)
        {
            // Two short gaps, as most are in a list that is long.
            if ((pair & 0x88) == 0 && shift == 0)
            {
                unit += pair & 7;
                words[(unit >> 6) & (TrigramSegment.RunWords - 1)] |= 1UL << (unit & 63);
                unit += 1 + (pair >> 4);
                words[(unit >> 6) & (TrigramSegment.RunWords - 1)] |= 1UL << (unit & 63);
                unit++;
                continue;
            }

            for (var half = 0; half < 8; half += 4)
            {
                var nibble = pair >> half;
                gap |= (nibble & 7) << shift;
                shift = (shift + 3) & 15;
                if ((nibble & 8) == 0)
                {
                    unit += gap;
                    words[(unit >> 6) & (TrigramSegment.RunWords - 1)] |= 1UL << (unit & 63);
                    unit++;
                    (gap, shift) = (0, 0);
                }
            }
        }
    }
}
