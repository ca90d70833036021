using System.Buffers.Binary;

namespace Vitrine.Origin;

/// <summary>
/// Tables in data: windows of 32 bytes at every 16th address. Compilers align arrays so, and keep what is in them. Windows that are text,
/// nearly empty, or hold addresses or jumps are left out: texts are features already, the others change with every build.
/// </summary>
internal static class TableScan
{
    private const int Window = 32;
    private const int Step = 16;
    private const int MostText = 20;
    private const int FewestValues = 6;
    private const int MostJumps = 5;

    public static void Run(ReadOnlySpan<byte> bytes, Region region, (ulong Low, ulong High) addresses, SightingSet found)
    {
        var data = bytes.Slice((int)region.Offset, (int)region.Size);
        var first = (int)((Step - (region.Address % Step)) % Step);
        for (var i = first; i + Window <= data.Length; i += Step)
        {
            var window = data.Slice(i, Window);
            if (Values(window) is >= FewestValues and var values && !IsText(window) && !HoldsPlaces(window, addresses))
            {
                found.Add(FeatureClass.Table, Feature.Of(FeatureClass.Table, window, values switch { < 10 => 1, < 16 => 3, < 24 => 5, _ => 6 }), region.Offset + i, Window);
            }
        }
    }

    private static int Values(ReadOnlySpan<byte> window)
    {
        Span<bool> seen = stackalloc bool[256];
        var values = 0;
        foreach (var value in window)
        {
            values += seen[value] ? 0 : 1;
            seen[value] = true;
        }

        return values;
    }

    private static bool IsText(ReadOnlySpan<byte> window)
    {
        var text = 0;
        foreach (var value in window)
        {
            text += value is >= 0x20 and <= 0x7e ? 1 : 0;
        }

        return text >= MostText;
    }

    private static bool HoldsPlaces(ReadOnlySpan<byte> window, (ulong Low, ulong High) addresses)
    {
        var jumps = 0;
        for (var i = 0; i < Window; i += sizeof(uint))
        {
            var word = unchecked((int)BinaryPrimitives.ReadUInt32LittleEndian(window[i..]));
            jumps += word < 0 && word > -0x0200_0000 ? 1 : 0;
            if (i % sizeof(ulong) == 0 && BinaryPrimitives.ReadUInt64LittleEndian(window[i..]) is var wide && wide >= addresses.Low && wide < addresses.High && wide > 0x1_0000)
            {
                return true;
            }
        }

        return jumps > MostJumps;
    }
}
