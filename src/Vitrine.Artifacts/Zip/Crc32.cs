namespace Vitrine.Artifacts;

/// <summary>CRC-32 as zip uses it (ISO 3309; polynomial 0xEDB88320, reflected).</summary>
internal static class Crc32
{
    private static readonly uint[] _table = Table();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc = _table[(crc ^ value) & 0xff] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[] Table()
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xedb88320;
            }

            table[i] = value;
        }

        return table;
    }
}
