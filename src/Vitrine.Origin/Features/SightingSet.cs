using System.Collections.Immutable;

namespace Vitrine.Origin;

/// <summary>Gathers a file's features, each once. Bounded: past the bound of a class, further ones are left out.</summary>
internal sealed class SightingSet
{
    /// <summary>Features of one class that a file may have; the largest browsers have about half a million strings.</summary>
    private const int MostOfAClass = 1_000_000;

    private readonly Dictionary<ulong, Sighting>[] _byClass = [.. Enumerable.Range(0, FeatureClasses.Count).Select(_ => new Dictionary<ulong, Sighting>())];

    public void Add(FeatureClass kind, Feature feature, long offset, int length, ulong value = 0, string? text = null)
    {
        var seen = _byClass[(int)kind];
        if (seen.Count < MostOfAClass)
        {
            seen.TryAdd(feature.Bits, new Sighting(kind, feature, offset, length, value, text));
        }
    }

    public int Count(FeatureClass kind) => _byClass[(int)kind].Count;

    public ImmutableArray<Sighting> ToImmutable()
    {
        var all = ImmutableArray.CreateBuilder<Sighting>(_byClass.Sum(seen => seen.Count));
        foreach (var seen in _byClass)
        {
            all.AddRange(seen.Values);
        }

        return all.MoveToImmutable();
    }
}
