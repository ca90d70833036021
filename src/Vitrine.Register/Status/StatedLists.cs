using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>What a status says of lists: each that the centre follows, and those of its entries that concern a key or a product of this log.</summary>
/// <remarks>
/// Only what is certain goes in: names at <see cref="Lists.Certain"/> or above, identifiers, and ownership by the least that the claims say. What is only possible is for a
/// person to look at, and is not in a status. A product is concerned by its own name, by its vendor, and by what was identified in it.
/// </remarks>
internal static class StatedLists
{
    public static ImmutableArray<StatedList> Of(ImmutableArray<(Digest Key, string Entity)> keys, DateOnly on, SqliteConnection views)
    {
        var lists = Lists.All(views).Select(list => list.Versions.FirstOrDefault(version => version.Date <= on)).OfType<ListVersion>().ToList();
        if (lists.Count == 0)
        {
            return [];
        }

        var entries = lists.ToDictionary(version => version.List, _ => new List<StatedEntry>(), StringComparer.Ordinal);
        var screen = new Screen(on, views);
        foreach (var (key, entity) in keys)
        {
            screen.Add(entries, key, null, screen.Of(entity), []);
        }

        foreach (var product in Products(views))
        {
            screen.Add(entries, null, product, screen.OfName(product), []);
            foreach (var (entity, way) in Behind(product, views))
            {
                screen.Add(entries, null, product, screen.Of(entity), [way]);
            }

            foreach (var (name, way) in Within(product, views))
            {
                screen.Add(entries, null, product, screen.OfName(name), [way]);
            }
        }

        return [.. lists.Select(version => new StatedList(version.List, version.Date, version.Document, [.. entries[version.List]]))];
    }

    /// <summary>The names that releases and certificates of this centre say.</summary>
    private static List<string> Products(SqliteConnection views) =>
        views.Query("SELECT product FROM register_change UNION SELECT product FROM register_certificate ORDER BY product", row => row.GetString(0));

    /// <summary>Who is behind a product other than by its key: whom the register holds for its maker, and makers of what was identified in it.</summary>
    private static IEnumerable<(string Entity, string Way)> Behind(string product, SqliteConnection views)
    {
        string Name(string id) => Entities.Find(id, views)?.Name ?? id;
        return [
            .. Register.Products.List(views).Where(known => known.Name == product).Select(known => (known.Vendor, $"{Name(known.Vendor)} makes {product}")),
            .. Components.Of(product, views).Where(part => part.Vendor is not null).Select(part => (part.Vendor!, $"{product} contains what {Name(part.Vendor!)} makes")),
        ];
    }

    private static IEnumerable<(string Name, string Way)> Within(string product, SqliteConnection views) =>
        Components.Of(product, views).Select(part => (part.Name, $"{product} contains {part.Name}"));

    /// <summary>Screens each entity and name once.</summary>
    private sealed class Screen(DateOnly on, SqliteConnection views)
    {
        private readonly Dictionary<string, List<ListHit>> _entities = new(StringComparer.Ordinal);
        private readonly Dictionary<string, List<ListHit>> _names = new(StringComparer.Ordinal);

        public List<ListHit> Of(string entity) => Once(_entities, entity, () => Lists.ScreenEntity(entity, on, views));

        public List<ListHit> OfName(string name) => Once(_names, name, () => name.Length > Lists.MaxName ? [] : Lists.Screen(name, on, views));

        public void Add(Dictionary<string, List<StatedEntry>> entries, Digest? key, string? product, List<ListHit> hits, ImmutableArray<string> down)
        {
            foreach (var hit in hits)
            {
                var entry = new StatedEntry(key, product, StatedParties.Clip(hit.Name), hit.Since, hit.Clause, hit.Source, [.. Through(hit).Concat(down).Select(StatedParties.Clip).TakeLast(StatedEntry.MaxThrough)]);
                var of = entries[hit.List];
                if (!of.Exists(other => (other.KeyId, other.Product, other.Name, other.Since) == (entry.KeyId, entry.Product, entry.Name, entry.Since)))
                {
                    of.Add(entry);
                }
            }
        }

        /// <summary>From the listed owner down to the one asked.</summary>
        private IEnumerable<string> Through(ListHit hit)
        {
            string Name(string id) => Entities.Find(id, views)?.Name ?? id;
            for (var at = hit.Through.Length - 3; at >= 0; at -= 2)
            {
                var share = Ties.Find(hit.Through[at + 1], views)?.Share;
                yield return $"{Name(hit.Through[at + 2])} owns {(share is null ? "a part" : share.ToString())} of {Name(hit.Through[at])}";
            }
        }

        private static List<ListHit> Once(Dictionary<string, List<ListHit>> known, string key, Func<IReadOnlyList<ListHit>> ask)
        {
            if (!known.TryGetValue(key, out var hits))
            {
                hits = [.. ask().Where(hit => hit.Way != HitWay.PossiblyOwned && hit.Score >= Lists.Certain)];
                known.Add(key, hits);
            }

            return hits;
        }
    }
}
