using System.Buffers.Binary;

namespace Vitrine.Artifacts;

/// <summary>CRC-32 as zip, gzip and xz use it (ISO 3309; polynomial 0xEDB88320, reflected), eight bytes at a time.</summary>
internal struct Crc32()
{
    private static readonly uint[][] _tables = Tables();
    private uint _state = uint.MaxValue;

    /// <summary>The checksum of what was appended.</summary>
    public readonly uint Value => ~_state;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = new Crc32();
        crc.Append(bytes);
        return crc.Value;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var tables = _tables;
        var crc = _state;
        while (bytes.Length >= 8)
        {
            crc ^= BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var next = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = tables[7][crc & 0xff] ^ tables[6][(crc >> 8) & 0xff] ^ tables[5][(crc >> 16) & 0xff] ^ tables[4][crc >> 24]
                ^ tables[3][next & 0xff] ^ tables[2][(next >> 8) & 0xff] ^ tables[1][(next >> 16) & 0xff] ^ tables[0][next >> 24];
            bytes = bytes[8..];
        }

        foreach (var value in bytes)
        {
            crc = tables[0][(crc ^ value) & 0xff] ^ (crc >> 8);
        }

        _state = crc;
    }

    private static uint[][] Tables()
    {
        var tables = Enumerable.Range(0, 8).Select(_ => new uint[256]).ToArray();
        for (uint i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xedb88320;
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
