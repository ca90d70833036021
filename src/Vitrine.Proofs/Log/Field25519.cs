using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Vitrine.Proofs;

/// <summary>A number modulo p = 2^255 − 19, of five limbs of 51 bits, each at most a little larger.</summary>
/// <remarks>For public values only: neither time nor memory access is the same for all values. Sums and differences may go into one product without a carry between.</remarks>
internal readonly struct Field25519
{
    private const ulong Mask = (1UL << 51) - 1;

    private readonly ulong _0, _1, _2, _3, _4;

    private Field25519(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4) => (_0, _1, _2, _3, _4) = (l0, l1, l2, l3, l4);

    public static Field25519 Zero => default;

    public static Field25519 One => new(1, 0, 0, 0, 0);

    /// <summary>Reads 32 bytes, little-endian; the highest bit is passed over, and p to 2^255 − 1 are taken modulo p.</summary>
    public static Field25519 Read(ReadOnlySpan<byte> bytes)
    {
        var (a, b, c, d) = (Word(bytes, 0), Word(bytes, 8), Word(bytes, 16), Word(bytes, 24));
        return new(a & Mask, ((a >> 51) | (b << 13)) & Mask, ((b >> 38) | (c << 26)) & Mask, ((c >> 25) | (d << 39)) & Mask, (d >> 12) & Mask);

        static ulong Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
    }

    /// <summary>Writes the number below p, 32 bytes, little-endian.</summary>
    public void Write(Span<byte> bytes)
    {
        // Twice carried it is below 2^255 + 2^13; the quotient by p is then what adding 19 carries out of the top.
        var r = Carried(_0, _1, _2, _3, _4);
        r = Carried(r._0, r._1, r._2, r._3, r._4);
        var q = (r._0 + 19) >> 51;
        q = (r._1 + q) >> 51;
        q = (r._2 + q) >> 51;
        q = (r._3 + q) >> 51;
        q = (r._4 + q) >> 51;
        var l0 = r._0 + (19 * q);
        var l1 = r._1 + (l0 >> 51);
        var l2 = r._2 + (l1 >> 51);
        var l3 = r._3 + (l2 >> 51);
        var l4 = r._4 + (l3 >> 51);
        (l0, l1, l2, l3, l4) = (l0 & Mask, l1 & Mask, l2 & Mask, l3 & Mask, l4 & Mask);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, l0 | (l1 << 51));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], (l1 >> 13) | (l2 << 38));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[16..], (l2 >> 26) | (l3 << 25));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], (l3 >> 39) | (l4 << 12));
    }

    public static Field25519 operator +(in Field25519 a, in Field25519 b) => new(a._0 + b._0, a._1 + b._1, a._2 + b._2, a._3 + b._3, a._4 + b._4);

    // 4p is added first, so that no limb goes below zero: b's limbs are below 2^53.
    public static Field25519 operator -(in Field25519 a, in Field25519 b) => Carried(
        a._0 + 0x1FFFFFFFFFFFB4 - b._0, a._1 + 0x1FFFFFFFFFFFFC - b._1, a._2 + 0x1FFFFFFFFFFFFC - b._2, a._3 + 0x1FFFFFFFFFFFFC - b._3, a._4 + 0x1FFFFFFFFFFFFC - b._4);

    public static Field25519 operator -(in Field25519 a) => Zero - a;

    public static Field25519 operator *(in Field25519 a, in Field25519 b)
    {
        var (b1, b2, b3, b4) = (19 * b._1, 19 * b._2, 19 * b._3, 19 * b._4);
        var r0 = Wide.Of(a._0, b._0).Plus(a._1, b4).Plus(a._2, b3).Plus(a._3, b2).Plus(a._4, b1);
        var r1 = Wide.Of(a._0, b._1).Plus(a._1, b._0).Plus(a._2, b4).Plus(a._3, b3).Plus(a._4, b2);
        var r2 = Wide.Of(a._0, b._2).Plus(a._1, b._1).Plus(a._2, b._0).Plus(a._3, b4).Plus(a._4, b3);
        var r3 = Wide.Of(a._0, b._3).Plus(a._1, b._2).Plus(a._2, b._1).Plus(a._3, b._0).Plus(a._4, b4);
        var r4 = Wide.Of(a._0, b._4).Plus(a._1, b._3).Plus(a._2, b._2).Plus(a._3, b._1).Plus(a._4, b._0);
        var l0 = (r0.Low & Mask) + (19 * r4.Above);
        return Carried(l0, (r1.Low & Mask) + r0.Above, (r2.Low & Mask) + r1.Above, (r3.Low & Mask) + r2.Above, (r4.Low & Mask) + r3.Above);
    }

    public Field25519 Squared() => this * this;

    /// <summary>The square, so many times.</summary>
    public Field25519 Squared(int times)
    {
        var r = this;
        for (; times > 0; times--)
        {
            r = r.Squared();
        }

        return r;
    }

    /// <summary>1 ÷ this; zero for zero: this^(p − 2).</summary>
    public Field25519 Inverted() => To2To250Minus1(out var to11).Squared(5) * to11;

    /// <summary>this^((p − 5) ÷ 8), of which square roots are made.</summary>
    public Field25519 ToRootPower() => To2To250Minus1(out _).Squared(2) * this;

    public bool IsOdd => (Bytes()[0] & 1) == 1;

    public bool Is(in Field25519 other) => Bytes().AsSpan().SequenceEqual(other.Bytes());

    private byte[] Bytes()
    {
        var bytes = new byte[32];
        Write(bytes);
        return bytes;
    }

    private Field25519 To2To250Minus1(out Field25519 to11)
    {
        var to2 = Squared();
        var to9 = to2.Squared(2) * this;
        to11 = to9 * to2;
        var to5 = to11.Squared() * to9; // 2^5 − 1
        var to10 = to5.Squared(5) * to5;
        var to20 = to10.Squared(10) * to10;
        var to40 = to20.Squared(20) * to20;
        var to50 = to40.Squared(10) * to10;
        var to100 = to50.Squared(50) * to50;
        var to200 = to100.Squared(100) * to100;
        return to200.Squared(50) * to50;
    }

    private static Field25519 Carried(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4) => new(
        (l0 & Mask) + (19 * (l4 >> 51)), (l1 & Mask) + (l0 >> 51), (l2 & Mask) + (l1 >> 51), (l3 & Mask) + (l2 >> 51), (l4 & Mask) + (l3 >> 51));

    /// <summary>128 bits.</summary>
    private readonly struct Wide(ulong high, ulong low)
    {
        public ulong Low => low;

        /// <summary>What stands above 51 bits; the sums here are below 2^115.</summary>
        public ulong Above => (high << 13) | (low >> 51);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Wide Of(ulong a, ulong b) => new(Math.BigMul(a, b, out var l), l);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Wide Plus(ulong a, ulong b)
        {
            var h = Math.BigMul(a, b, out var l);
            var sum = unchecked(low + l);
            return new(high + h + (sum < l ? 1UL : 0), sum);
        }
    }
}
