using System.Collections.Immutable;

namespace Vitrine.Seals;

/// <summary>A place of an inventory's entry.</summary>
public sealed record InventoryPlace(string Path, int? Line);

/// <summary>Cryptography that a tree names, takes in or implements.</summary>
/// <param name="Sort">algorithm, protocol or library.</param>
/// <param name="Name">As it is written: "AES-256-GCM".</param>
/// <param name="Base">The algorithm without size and mode.</param>
/// <param name="Size">Bits of the key or the digest, as the code names them; empty if it does not.</param>
/// <param name="Mode">The mode of a cipher in lower case; empty if the code does not name one.</param>
/// <param name="Primitive">CycloneDX's word for the primitive; of a protocol its type.</param>
/// <param name="Functions">CycloneDX's words for what it is used for.</param>
/// <param name="IsOwn">Constants of an implementation stand in the tree.</param>
/// <param name="Places">The first place in each file, by path; at most <see cref="CryptoInventory.MaxPlaces"/>.</param>
/// <param name="Files">In how many files it was seen.</param>
/// <param name="Export">What to settle before it leaves a country.</param>
public sealed record CryptoAsset(
    string Sort, string Name, string Base, string Size, string Mode, string Primitive, ImmutableArray<string> Functions, bool IsOwn, ImmutableArray<InventoryPlace> Places, int Files, ExportQuestion Export);

/// <summary>Which cryptography a tree holds. An inventory by names and constants: it can miss what is named otherwise, and name what is never called.</summary>
public static class CryptoInventory
{
    /// <summary>The most places that are listed of one entry.</summary>
    public const int MaxPlaces = 20;

    private static readonly ScreeningEngine Engine = new([new CryptographyProbe()]);

    /// <summary>Reads every file in scope.</summary>
    public static ImmutableArray<CryptoAsset> Take(ScopedSeal tree, IProgress<SealProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var facts = Screening.Gather(tree, Engine, progress, cancellation).Of(FactKind.Cryptography).ToArray();
        var own = facts.Where(fact => fact.Value.StartsWith("own|", StringComparison.Ordinal)).ToLookup(fact => fact.Value.Split('|')[1], StringComparer.Ordinal);
        var assets = new List<CryptoAsset>();
        foreach (var group in facts.Select(fact => (fact, Value: fact.Value.Replace("own|", "algorithm|", StringComparison.Ordinal))).GroupBy(one => one.Value, StringComparer.Ordinal))
        {
            var parts = group.Key.Split('|');
            var (sort, name, size, mode) = (parts[0], parts[1], parts[2], parts[3]);
            var kind = CryptoCatalogue.Parts.Values.FirstOrDefault(kind => kind.Name == name) ?? new CryptoKind(name, "library", "", CryptoClass.Library);
            var places = group.OrderBy(one => one.fact.Path, StringComparer.Ordinal).Select(one => new InventoryPlace(one.fact.Path, one.fact.Line)).ToArray();
            assets.Add(new CryptoAsset(
                sort,
                string.Join('-', new[] { name, size, mode.ToUpperInvariant() }.Where(part => part.Length > 0)),
                name,
                size,
                mode,
                kind.Primitive,
                [.. kind.Functions.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
                sort == "algorithm" && size.Length == 0 && mode.Length == 0 && own.Contains(name),
                [.. places.Take(MaxPlaces)],
                places.DistinctBy(place => place.Path).Count(),
                ExportQuestion.Of(kind.Class)));
        }

        return [.. assets.OrderBy(asset => asset.Sort, StringComparer.Ordinal).ThenBy(asset => asset.Name, StringComparer.Ordinal)];
    }
}
