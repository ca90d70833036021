using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Vitrine.Seals;

/// <summary>
/// Finds the first of some literals in a text. One without folded letters is left to .NET's own search. For others, up to three bytes of each literal that are rare in source code are
/// looked for at 32 places at once: each byte's halves give the literals (in eight groups) that may stand there; what is left is compared.
/// </summary>
internal sealed class LiteralFinder : ILineFinder
{
    private const int Window = 3;
    private const int Groups = 8;

    private readonly byte[]? _single;
    private readonly SearchValues<byte>? _bytes;
    private readonly (Literal Literal, int Offset)[][] _groups = [];
    private readonly byte[][] _members = [];
    private readonly Vector256<byte>[] _low = [];
    private readonly Vector256<byte>[] _high = [];

    /// <param name="literals">At least one, none empty.</param>
    public LiteralFinder(ImmutableArray<Literal> literals)
    {
        Longest = literals.Max(literal => literal.Length);
        if (literals is [{ IsFolded: false } single])
        {
            _single = [.. single.Bytes];
            return;
        }

        if (literals.All(literal => literal.Length == 1))
        {
            _bytes = SearchValues.Create([.. literals.SelectMany(literal => literal.IsFolded ? new[] { literal.Bytes[0], (byte)(literal.Bytes[0] & ~0x20) } : [literal.Bytes[0]])]);
            return;
        }

        var width = Width(literals);
        (Literal Literal, int Offset)[] windows = [.. literals.Select(literal => (literal, Offset(literal, width))).OrderBy(pair => pair.literal.Bytes[pair.Item2])];
        _groups = [.. windows.Chunk((windows.Length + Groups - 1) / Groups)];
        _members = [.. Enumerable.Range(0, width).Select(_ => new byte[256])];
        for (var group = 0; group < _groups.Length; group++)
        {
            foreach (var (literal, offset) in _groups[group])
            {
                for (var i = 0; i < width; i++)
                {
                    var value = literal.Bytes[offset + i];
                    _members[i][value] |= (byte)(1 << group);
                    if (literal.Masks[offset + i] != 0)
                    {
                        _members[i][value & ~0x20] |= (byte)(1 << group);
                    }
                }
            }
        }

        _low = [.. _members.Select(members => Halves(members, value => value & 15))];
        _high = [.. _members.Select(members => Halves(members, value => value >> 4))];
    }

    /// <inheritdoc/>
    public int Longest { get; }

    /// <summary>The share of places in source code that are guessed to be compared.</summary>
    public static double ShareOf(ImmutableArray<Literal> literals)
    {
        // Of one literal, .NET compares the first byte and another.
        var width = Math.Min(literals.Min(literal => literal.Length), 4);
        return literals.Sum(literal => literal.ShareOf(Offset(literal, width), width));
    }

    /// <inheritdoc/>
    public int Find(ReadOnlySpan<byte> text) => _single is not null ? text.IndexOf(_single) : _bytes is not null ? text.IndexOfAny(_bytes) : FindAny(text);

    private static int Width(ImmutableArray<Literal> literals) => Math.Min(Window, literals.Min(literal => literal.Length));

    /// <summary>Where the rarest bytes of a literal begin.</summary>
    private static int Offset(Literal literal, int width) => Enumerable.Range(0, literal.Length - width + 1).MinBy(at => literal.ShareOf(at, width));

    private static Vector256<byte> Halves(byte[] members, Func<int, int> half)
    {
        Span<byte> table = stackalloc byte[32];
        for (var value = 0; value < 256; value++)
        {
            table[half(value)] |= members[value];
            table[half(value) + 16] |= members[value];
        }

        return Vector256.Create<byte>(table);
    }

    private int FindAny(ReadOnlySpan<byte> text)
    {
        var width = _members.Length;
        var at = 0;
        if (Avx2.IsSupported && text.Length >= Vector256<byte>.Count + width - 1)
        {
            var last = text.Length - Vector256<byte>.Count - width + 1;
            var found = width switch { 1 => Scan<One>(text, ref at, last), 2 => Scan<Two>(text, ref at, last), _ => Scan<Three>(text, ref at, last) };
            if (found >= 0)
            {
                return found;
            }
        }

        for (; at + width <= text.Length; at++)
        {
            var groups = _members[0][text[at]];
            for (var i = 1; i < width; i++)
            {
                groups &= _members[i][text[at + i]];
            }

            if (groups != 0 && Compare(text, at, groups) is >= 0 and var found)
            {
                return found;
            }
        }

        return -1;
    }

    /// <summary>Looks at 32 places at once, up to the last at which that is possible.</summary>
    private int Scan<TWidth>(ReadOnlySpan<byte> text, ref int position, int last)
        where TWidth : struct, IWidth
    {
        ref var bytes = ref MemoryMarshal.GetReference(text);
        var halves = Vector256.Create((byte)15);
        var (low0, high0) = (_low[0], _high[0]);
        var (low1, high1) = TWidth.Bytes > 1 ? (_low[1], _high[1]) : default;
        var (low2, high2) = TWidth.Bytes > 2 ? (_low[2], _high[2]) : default;
        var at = position;
        for (; at <= last; at += Vector256<byte>.Count)
        {
            var groups = Members(Vector256.LoadUnsafe(ref bytes, (nuint)at), low0, high0, halves);
            if (TWidth.Bytes > 1)
            {
                groups &= Members(Vector256.LoadUnsafe(ref bytes, (nuint)at + 1), low1, high1, halves);
            }

            if (TWidth.Bytes > 2)
            {
                groups &= Members(Vector256.LoadUnsafe(ref bytes, (nuint)at + 2), low2, high2, halves);
            }

            if (groups == Vector256<byte>.Zero)
            {
                continue;
            }

            for (var places = (~Vector256.Equals(groups, Vector256<byte>.Zero)).ExtractMostSignificantBits(); places != 0; places &= places - 1)
            {
                var place = BitOperations.TrailingZeroCount(places);
                if (Compare(text, at + place, groups[place]) is >= 0 and var found)
                {
                    return found;
                }
            }
        }

        position = at;
        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Members(Vector256<byte> bytes, Vector256<byte> low, Vector256<byte> high, Vector256<byte> halves) =>
        Avx2.Shuffle(low, bytes & halves) & Avx2.Shuffle(high, (bytes.AsUInt16() >>> 4).AsByte() & halves);

    /// <summary>Where a literal of these groups begins whose rarest bytes stand at a place; -1 if none does.</summary>
    private int Compare(ReadOnlySpan<byte> text, int place, byte groups)
    {
        for (uint left = groups; left != 0; left &= left - 1)
        {
            foreach (var (literal, offset) in _groups[BitOperations.TrailingZeroCount(left)])
            {
                if (place >= offset && literal.Begins(text[(place - offset)..]))
                {
                    return place - offset;
                }
            }
        }

        return -1;
    }

    private interface IWidth
    {
        static abstract int Bytes { get; }
    }

    private readonly struct One : IWidth
    {
        public static int Bytes => 1;
    }

    private readonly struct Two : IWidth
    {
        public static int Bytes => 2;
    }

    private readonly struct Three : IWidth
    {
        public static int Bytes => 3;
    }
}
