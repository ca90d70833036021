using System.Buffers.Binary;
using System.Numerics;

namespace Vitrine.Origin;

/// <summary>
/// Tables and constants of published algorithms, computed: CRC-32 and CRC-32C in both byte orders and slicing by 8, CRC-16, CRC-64, the AES boxes
/// and their round tables, the constants of MD5, SHA-1, SHA-2, deflate's lengths, and the primes of common hashes.
/// </summary>
internal static class PublicTables
{
    private const int Window = 32;
    private const int Step = 4;

    /// <summary>The features that these would be, wherever in a table a window begins.</summary>
    public static IEnumerable<Feature> Features()
    {
        foreach (var table in Tables())
        {
            for (var i = 0; i + Window <= table.Length; i += Step)
            {
                // The weight is not part of what the stop set compares.
                yield return Feature.Of(FeatureClass.Table, table.AsSpan(i, Window), 1);
            }
        }

        foreach (var constant in Constants())
        {
            yield return Feature.Of(FeatureClass.Constant, constant, 1);
        }
    }

    private static IEnumerable<byte[]> Tables()
    {
        foreach (var polynomial in (uint[])[0xEDB8_8320, 0x82F6_3B78, 0xEB31_D82E])
        {
            var slices = Slices(polynomial);
            yield return Words(slices, false);
            yield return Words(slices, true);
        }

        yield return Words(Forward(0x04C1_1DB7), false);
        foreach (var polynomial in (uint[])[0xA001, 0x8408])
        {
            yield return Halves(Slices(polynomial)[..256]);
        }

        foreach (var polynomial in (ulong[])[0xC96C_5795_D787_0F42, 0xD800_0000_0000_0000, 0x95AC_9329_AC4B_C9B5])
        {
            yield return Crc64(polynomial);
        }

        var (box, inverse) = AesBoxes();
        yield return box;
        yield return inverse;
        foreach (var table in AesRounds(box, [2, 1, 1, 3]).Concat(AesRounds(inverse, [14, 9, 13, 11])))
        {
            yield return Words(table, false);
            yield return Words(table, true);
        }

        yield return Words([.. Sha256Keys()], false);
        yield return Wide([.. Sha512Keys()]);
        yield return Words([.. Md5Keys()], false);
        foreach (var width in (int[])[1, 2, 4])
        {
            yield return Integers([3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258], width);
            yield return Integers([1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577], width);
            yield return Integers([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15], width);
            yield return Integers([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0], width);
            yield return Integers([0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13], width);
            yield return Integers([.. Enumerable.Range(0, 256)], width);
        }
    }

    private static IEnumerable<ulong> Constants() =>
    [
        .. Sha256Keys().Select(k => (ulong)k), .. Sha512Keys(), .. Md5Keys().Select(k => (ulong)k), .. Sha256Start, .. Sha512Start,
        0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0, 0x5a82_7999, 0x6ed9_eba1, 0x8f1b_bcdc, 0xca62_c1d6,
        0xEDB8_8320, 0x04C1_1DB7, 0x82F6_3B78, 0x9E37_79B9, 0x9E37_79B9_7F4A_7C15, 0x811C_9DC5, 0x0100_0193, 0xCBF2_9CE4_8422_2325, 0x0000_0100_0000_01B3,
        0x9E37_79B1, 0x85EB_CA77, 0xC2B2_AE3D, 0x27D4_EB2F, 0x1656_67B1, 0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63,
        0x27D4_EB2F_1656_67C5, 0x85EB_CA6B, 0xC2B2_AE35, 0xCC9E_2D51, 0x1B87_3593, 0xFF51_AFD7_ED55_8CCD, 0xC4CE_B9FE_1A85_EC53, 0x5851_F42D_4C95_7F2D, 0x1405_7B7E_F767_814F,
        0x41C6_4E6D, 0x6C07_8965, 0x9908_B0DF, 0x736F_6D65_7073_6575, 0x646F_7261_6E64_6F6D, 0x6C79_6765_6E65_7261, 0x7465_6462_7974_6573,
        0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574, 0x0A0D_0D0A, 0x4034_0e38, 0x6d2b_79f5,
    ];

    private static readonly ulong[] Sha256Start = [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

    private static readonly ulong[] Sha512Start =
    [
        0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1, 0x510e_527f_ade6_82d1, 0x9b05_688c_2b3e_6c1f, 0x1f83_d9ab_fb41_bd6b, 0x5be0_cd19_137e_2179,
    ];

    private static uint[] Slices(uint polynomial)
    {
        var table = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ polynomial : value >> 1;
            }

            table[i] = value;
        }

        for (var i = 256; i < table.Length; i++)
        {
            table[i] = table[table[i - 256] & 0xff] ^ (table[i - 256] >> 8);
        }

        return table;
    }

    private static uint[] Forward(uint polynomial) =>
    [
        .. Enumerable.Range(0, 256).Select(i =>
        {
            var value = (uint)i << 24;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 0x8000_0000) != 0 ? (value << 1) ^ polynomial : value << 1;
            }

            return value;
        }),
    ];

    private static byte[] Crc64(ulong polynomial) => Wide(
    [
        .. Enumerable.Range(0, 256).Select(i =>
        {
            var value = (ulong)i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ polynomial : value >> 1;
            }

            return value;
        }),
    ]);

    /// <summary>FIPS 197, 5.1.1: the inverse in GF(2⁸) under an affine map.</summary>
    private static (byte[] Box, byte[] Inverse) AesBoxes()
    {
        var (box, inverse) = (new byte[256], new byte[256]);
        byte p = 1, q = 1;
        do
        {
            p = Times(p, 3);
            q = Times(q, 0xf6);
            box[p] = (byte)(q ^ RotateLeft(q, 1) ^ RotateLeft(q, 2) ^ RotateLeft(q, 3) ^ RotateLeft(q, 4) ^ 0x63);
        }
        while (p != 1);
        box[0] = 0x63;
        for (var i = 0; i < 256; i++)
        {
            inverse[box[i]] = (byte)i;
        }

        return (box, inverse);
    }

    private static IEnumerable<uint[]> AesRounds(byte[] box, byte[] column)
    {
        for (var turn = 0; turn < 32; turn += 8)
        {
            yield return [.. box.Select(s => BitOperations.RotateRight(BinaryPrimitives.ReadUInt32BigEndian([Times(s, column[0]), Times(s, column[1]), Times(s, column[2]), Times(s, column[3])]), turn))];
        }
    }

    private static byte Times(byte a, byte b)
    {
        var product = 0;
        for (int x = a, y = b; y != 0; y >>= 1)
        {
            product ^= (y & 1) != 0 ? x : 0;
            x = (x << 1) ^ ((x & 0x80) != 0 ? 0x11b : 0);
        }

        return (byte)product;
    }

    private static byte RotateLeft(byte value, int by) => (byte)(((value << by) | (value >> (8 - by))) & 0xff);

    private static IEnumerable<uint> Sha256Keys() => Primes(64).Select(p => (uint)(CubeRootFraction(p) >> 32));

    private static IEnumerable<ulong> Sha512Keys() => Primes(80).Select(CubeRootFraction);

    private static IEnumerable<uint> Md5Keys() => Enumerable.Range(1, 64).Select(i => (uint)(Math.Abs(Math.Sin(i)) * 4294967296.0));

    /// <summary>The first 64 bits of the fraction of a cube root (FIPS 180-4, 4.2).</summary>
    private static ulong CubeRootFraction(int prime)
    {
        var (low, high) = (BigInteger.Zero, BigInteger.One << 68);
        var target = (BigInteger)prime << 192;
        while (high - low > 1)
        {
            var middle = (low + high) >> 1;
            (low, high) = BigInteger.Pow(middle, 3) <= target ? (middle, high) : (low, middle);
        }

        return (ulong)(low & ulong.MaxValue);
    }

    private static IEnumerable<int> Primes(int count) => Enumerable.Range(2, 1000).Where(n => Enumerable.Range(2, n - 2).All(d => n % d != 0)).Take(count);

    private static byte[] Words(uint[] words, bool bigEndian)
    {
        var bytes = new byte[words.Length * 4];
        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), bigEndian ? BinaryPrimitives.ReverseEndianness(words[i]) : words[i]);
        }

        return bytes;
    }

    private static byte[] Halves(uint[] words) => [.. words.SelectMany(w => (byte[])[(byte)(w & 0xff), (byte)((w >> 8) & 0xff)])];

    private static byte[] Wide(ulong[] words)
    {
        var bytes = new byte[words.Length * 8];
        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8 * i), words[i]);
        }

        return bytes;
    }

    private static byte[] Integers(int[] numbers, int width) =>
        [.. numbers.SelectMany(n => Enumerable.Range(0, width).Select(i => (byte)((n >> (8 * i)) & 0xff)))];
}
