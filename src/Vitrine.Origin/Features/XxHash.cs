using System.Buffers.Binary;
using System.Numerics;

namespace Vitrine.Origin;

/// <summary>
/// XXH64 (Yann Collet, "xxHash fast digest algorithm", version 0.1.1), with a seed of 64 bits. Features are told apart by it, not
/// protected: whoever can make two features collide could as well copy one.
/// </summary>
internal static class XxHash
{
    private const ulong P1 = 0x9E37_79B1_85EB_CA87;
    private const ulong P2 = 0xC2B2_AE3D_27D4_EB4F;
    private const ulong P3 = 0x1656_67B1_9E37_79F9;
    private const ulong P4 = 0x85EB_CA77_C2B2_AE63;
    private const ulong P5 = 0x27D4_EB2F_1656_67C5;

    public static ulong Hash(ReadOnlySpan<byte> input, ulong seed)
    {
        unchecked
        {
            var length = (ulong)input.Length;
            var hash = input.Length >= 32 ? Stripes(ref input, seed) : seed + P5;
            hash += length;
            for (; input.Length >= 8; input = input[8..])
            {
                hash = (BitOperations.RotateLeft(hash ^ Round(0, BinaryPrimitives.ReadUInt64LittleEndian(input)), 27) * P1) + P4;
            }

            if (input.Length >= 4)
            {
                hash = (BitOperations.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(input) * P1), 23) * P2) + P3;
                input = input[4..];
            }

            foreach (var one in input)
            {
                hash = BitOperations.RotateLeft(hash ^ (one * P5), 11) * P1;
            }

            hash = (hash ^ (hash >> 33)) * P2;
            hash = (hash ^ (hash >> 29)) * P3;
            return hash ^ (hash >> 32);
        }
    }

    private static ulong Stripes(ref ReadOnlySpan<byte> input, ulong seed)
    {
        unchecked
        {
            var (a, b, c, d) = (seed + P1 + P2, seed + P2, seed, seed - P1);
            for (; input.Length >= 32; input = input[32..])
            {
                a = Round(a, BinaryPrimitives.ReadUInt64LittleEndian(input));
                b = Round(b, BinaryPrimitives.ReadUInt64LittleEndian(input[8..]));
                c = Round(c, BinaryPrimitives.ReadUInt64LittleEndian(input[16..]));
                d = Round(d, BinaryPrimitives.ReadUInt64LittleEndian(input[24..]));
            }

            var hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
            foreach (var lane in (ReadOnlySpan<ulong>)[a, b, c, d])
            {
                hash = ((hash ^ Round(0, lane)) * P1) + P4;
            }

            return hash;
        }
    }

    private static ulong Round(ulong lane, ulong input) => unchecked(BitOperations.RotateLeft(lane + (input * P2), 31) * P1);
}
