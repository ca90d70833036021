using System.Buffers.Binary;
using System.Collections.Frozen;

namespace Vitrine.Origin;

/// <summary>
/// Features that tell nothing of an origin, since whoever builds software gets them: what the C runtime, the compilers' libraries, licence
/// texts and well-known tables hold. Written by <c>./lab stopset</c> as the upper 32 bits of each feature, ascending, 4 bytes each.
/// </summary>
public sealed class StopSet
{
    private readonly FrozenSet<uint> _features;

    private StopSet(IEnumerable<uint> features) => _features = features.ToFrozenSet();

    /// <summary>The set of this version, with the tables that everybody has.</summary>
    public static StopSet Default { get; } = new(ReadResource().Concat(PublicTables.Features().Select(Key)));

    /// <summary>How many there are.</summary>
    public int Count => _features.Count;

    /// <summary>Whether a feature tells nothing.</summary>
    public bool Holds(Feature feature) => _features.Contains(Key(feature));

    /// <summary>By what the set knows a feature.</summary>
    public static uint Key(Feature feature) => (uint)(feature.Bits >> 32);

    private static List<uint> ReadResource()
    {
        using var stream = typeof(StopSet).Assembly.GetManifestResourceStream("runtimes.stop") ?? throw new InvalidOperationException("The build left runtimes.stop out.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var keys = new List<uint>(bytes.Length / sizeof(uint));
        for (var i = 0; i < bytes.Length; i += sizeof(uint))
        {
            keys.Add(BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(i)));
        }

        return keys;
    }
}
