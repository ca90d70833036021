using System.Buffers.Binary;

namespace Vitrine.Artifacts;

/// <summary>CRC-64 as xz uses it (ECMA-182; polynomial 0xC96C5795D7870F42, reflected), eight bytes at a time.</summary>
internal struct Crc64()
{
    private static readonly ulong[][] _tables = Tables();
    private ulong _state = ulong.MaxValue;

    /// <summary>The checksum of what was appended.</summary>
    public readonly ulong Value => ~_state;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var tables = _tables;
        var crc = _state;
        while (bytes.Length >= 8)
        {
            crc ^= BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            crc = tables[7][crc & 0xff] ^ tables[6][(crc >> 8) & 0xff] ^ tables[5][(crc >> 16) & 0xff] ^ tables[4][(crc >> 24) & 0xff]
                ^ tables[3][(crc >> 32) & 0xff] ^ tables[2][(crc >> 40) & 0xff] ^ tables[1][(crc >> 48) & 0xff] ^ tables[0][crc >> 56];
            bytes = bytes[8..];
        }

        foreach (var value in bytes)
        {
            crc = tables[0][(crc ^ value) & 0xff] ^ (crc >> 8);
        }

        _state = crc;
    }

    private static ulong[][] Tables()
    {
        var tables = Enumerable.Range(0, 8).Select(_ => new ulong[256]).ToArray();
        for (ulong i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xc96c_5795_d787_0f42;
            }

            tables[0][i] = value;
        }

        for (var i = 0; i < 256; i++)
        {
            for (var table = 1; table < 8; table++)
            {
                var before = tables[table - 1][i];
                tables[table][i] = tables[0][before & 0xff] ^ (before >> 8);
            }
        }

        return tables;
    }
}
