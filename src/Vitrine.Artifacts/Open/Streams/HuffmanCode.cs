namespace Vitrine.Artifacts;

/// <summary>A canonical Huffman code of deflate (RFC 1951 3.2.2): lengths up to 15, a table for the first ten bits.</summary>
internal sealed class HuffmanCode
{
    private const int LongestCode = 15;
    private const int TableBits = 10;

    /// <summary>For each ten bits: symbol times 16 plus length; 0 where the code is longer.</summary>
    private readonly ushort[] _table = new ushort[1 << TableBits];
    private readonly ushort[] _count = new ushort[LongestCode + 1];
    private readonly ushort[] _symbols;

    /// <exception cref="ArtifactFormatException">The lengths make no code.</exception>
    public HuffmanCode(ReadOnlySpan<byte> lengths, bool mayBeShort)
    {
        foreach (var length in lengths)
        {
            _count[length]++;
        }

        _count[0] = 0;
        var left = 1;
        var used = 0;
        for (var length = 1; length <= LongestCode; length++)
        {
            left = (left << 1) - _count[length];
            used += _count[length];
            if (left < 0)
            {
                throw Malformed("a code has more words than there is room for");
            }
        }

        // One word of one bit, or none at all, is what encoders write where a block uses one distance or none; the fixed distances are 30 of 32.
        if (left > 0 && !(mayBeShort && (used == 0 || (used == 1 && _count[1] == 1) || (used == 30 && _count[5] == 30))))
        {
            throw Malformed("a code has fewer words than it must");
        }

        Span<ushort> next = stackalloc ushort[LongestCode + 2];
        Span<int> code = stackalloc int[LongestCode + 2];
        for (var length = 1; length <= LongestCode; length++)
        {
            next[length + 1] = (ushort)(next[length] + _count[length]);
            code[length + 1] = (code[length] + _count[length]) << 1;
        }

        _symbols = new ushort[used];
        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            int length = lengths[symbol];
            if (length == 0)
            {
                continue;
            }

            _symbols[next[length]++] = (ushort)symbol;
            var word = code[length]++;
            if (length <= TableBits)
            {
                var entry = (ushort)((symbol << 4) | length);
                for (var i = Reverse(word, length); i < _table.Length; i += 1 << length)
                {
                    _table[i] = entry;
                }
            }
        }
    }

    /// <summary>The next symbol.</summary>
    public int Read(BitFeed bits)
    {
        var entry = _table[bits.Peek(TableBits)];
        if (entry != 0)
        {
            bits.Drop(entry & 15);
            return entry >> 4;
        }

        var word = bits.Peek(LongestCode);
        int code = 0, first = 0, index = 0;
        for (var length = 1; length <= LongestCode; length++)
        {
            code |= (int)(word & 1);
            word >>= 1;
            int count = _count[length];
            if (code - count < first)
            {
                bits.Drop(length);
                return _symbols[index + (code - first)];
            }

            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }

        bits.Drop(1);   // at the end of the data this says so
        throw bits.Fault("a word is in no code");
    }

    private static int Reverse(int word, int length)
    {
        var reversed = 0;
        for (; length > 0; length--)
        {
            reversed = (reversed << 1) | (word & 1);
            word >>= 1;
        }

        return reversed;
    }

    private static ArtifactFormatException Malformed(string message) => new("deflate", ArtifactFault.Malformed, -1, message);
}
