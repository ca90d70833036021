using System.Buffers.Binary;
using System.Security.Cryptography;
using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>Where in a log an entry stands, by its leaf hash: in memory, made from the tiles of level 0 and never believed over them.</summary>
/// <remarks>
/// 4,096 tables with open addressing. A slot has 8 bytes: the index and one (40 bits), and 24 bits of a keyed mix of the hash, from which its place in its
/// table follows too, so that a table grows without the hashes. With the number of the table these are 36 bits: every place that they name is looked up in
/// the log before it is believed, and at 10^7 entries one look in 7,000 is in vain. The mix's key is drawn at every start: nobody can make entries
/// that crowd one place. About 11 bytes an entry.
/// </remarks>
internal sealed class LeafIndex
{
    private const int TableBits = 12;
    private const int MarkBits = 24;
    private const ulong MaxIndex = (1UL << (64 - MarkBits)) - 2;
    private const int FirstLength = 16;

    private readonly ulong[][] _tables = new ulong[1 << TableBits][];
    private readonly int[] _counts = new int[1 << TableBits];
    private readonly Func<ulong, Digest> _leafAt;
    private readonly ulong _key;
    private readonly ulong _factor;

    /// <param name="leafAt">The leaf hash that the log has at an index that was given to <see cref="GetOrAdd"/>.</param>
    public LeafIndex(Func<ulong, Digest> leafAt)
    {
        _leafAt = leafAt;
        Span<byte> secret = stackalloc byte[16];
        RandomNumberGenerator.Fill(secret);
        _key = BinaryPrimitives.ReadUInt64LittleEndian(secret);
        _factor = BinaryPrimitives.ReadUInt64LittleEndian(secret[8..]) | 1;
    }

    /// <summary>The least index that was given with this hash; <paramref name="index"/>, which is then remembered, when none was.</summary>
    public ulong GetOrAdd(Digest leaf, ulong index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, MaxIndex);
        var mixed = Mix(leaf);
        var number = (int)(mixed >> (64 - TableBits));
        var mark = (mixed << TableBits) >> (64 - MarkBits);
        var table = _tables[number] ??= new ulong[FirstLength];
        var place = Place(mark, table.Length);
        for (; table[place] != 0; place = place + 1 == table.Length ? 0 : place + 1)
        {
            if ((table[place] & ((1UL << MarkBits) - 1)) == mark && (table[place] >> MarkBits) - 1 is var found && _leafAt(found) == leaf)
            {
                return found;
            }
        }

        table[place] = ((index + 1) << MarkBits) | mark;
        if (++_counts[number] * 5 > table.Length * 4)
        {
            _tables[number] = Grow(table);
        }

        return index;
    }

    private static ulong[] Grow(ulong[] table)
    {
        var grown = new ulong[table.Length + (table.Length / 2)];
        foreach (var slot in table.Where(slot => slot != 0))
        {
            var place = Place(slot & ((1UL << MarkBits) - 1), grown.Length);
            while (grown[place] != 0)
            {
                place = place + 1 == grown.Length ? 0 : place + 1;
            }

            grown[place] = slot;
        }

        return grown;
    }

    private static int Place(ulong mark, int length) => (int)((mark * (ulong)length) >> MarkBits);

    private ulong Mix(Digest leaf)
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        leaf.CopyTo(bytes);
        var high = Math.BigMul(BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ _key, _factor, out var low);
        return high ^ low;
    }
}
