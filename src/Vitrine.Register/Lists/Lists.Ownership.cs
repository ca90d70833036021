using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Vitrine.Register;

/// <content>Entities of the register: their names, and their owners.</content>
public static partial class Lists
{
    private const int MostOwnerHits = 20;

    /// <summary>The entries that an entity hits on a day: by its name and aliases, and by its owners under the 50 percent rule, list by list.</summary>
    /// <remarks>
    /// Owners of several lists are not added up: who forbids some says nothing of the others. Claims of grade D to F, and owners whose name is only like a listed
    /// one (below <see cref="Certain"/>), make an ownership possible and never certain.
    /// </remarks>
    /// <param name="entity">The entity's identifier; one that the register does not know hits nothing.</param>
    /// <param name="on">The day.</param>
    /// <param name="views">The views.</param>
    /// <exception cref="Centre.ActRefusedException">More owners stand above it than can be followed.</exception>
    public static IReadOnlyList<ListHit> ScreenEntity(string entity, DateOnly on, SqliteConnection views)
    {
        var hits = ScreenNames(entity, on, views).Values.ToList();
        var ownership = Ownership.Of(entity, on, views);
        var owners = ownership.Entities.Where(owner => owner != entity)
            .SelectMany(owner => ScreenNames(owner, on, views).Values.Select(hit => (Owner: owner, Hit: hit)))
            .ToLookup(pair => pair.Hit.List, StringComparer.Ordinal);
        foreach (var list in owners.OrderBy(list => list.Key, StringComparer.Ordinal))
        {
            var certain = ownership.Counted(list.Where(pair => pair.Hit.Score >= Certain).Select(pair => pair.Owner), certain: true);
            var possible = ownership.Counted(list.Select(pair => pair.Owner), certain: false);
            foreach (var (owner, hit) in list.OrderByDescending(pair => pair.Hit.Score).ThenBy(pair => pair.Owner, StringComparer.Ordinal).Take(MostOwnerHits))
            {
                var isCertain = certain.Contains(entity) && hit.Score >= Certain && !ownership.Path(owner, certain).IsEmpty;
                var counted = isCertain ? certain : possible;
                if (counted.Contains(entity) && ownership.Path(owner, counted) is { IsEmpty: false } path)
                {
                    string Name(string id) => Entities.Find(id, views)?.Name ?? id;
                    hits.Add(hit with
                    {
                        Way = isCertain ? HitWay.Owned : HitWay.PossiblyOwned,
                        Score = isCertain ? hit.Score : Math.Round(hit.Score / 2, 2, MidpointRounding.ToZero),
                        Why = [$"{Name(owner)} is listed: {string.Join("; ", hit.Why)}", .. ownership.Explain(path, counted, isCertain, Name)],
                        Through = path,
                    });
                }
            }
        }

        return [.. hits.OrderByDescending(hit => hit.Score).ThenBy(hit => hit.List, StringComparer.Ordinal).ThenBy(hit => hit.Entry, StringComparer.Ordinal)];
    }

    /// <summary>The best hit of an entity's names on each entry.</summary>
    private static Dictionary<(string List, string Entry), ListHit> ScreenNames(string entity, DateOnly on, SqliteConnection views)
    {
        var best = new Dictionary<(string List, string Entry), ListHit>();
        var names = Entities.Names(entity, views);
        foreach (var name in names.Where(name => name.Length <= MaxName))
        {
            foreach (var hit in Screen(name, on, views))
            {
                var key = (hit.List, hit.Entry);
                if (!best.TryGetValue(key, out var known) || known.Score < hit.Score)
                {
                    ImmutableArray<string> why = name == names[0] ? hit.Why : [$"asked by the alias '{name}'", .. hit.Why];
                    best[key] = hit with { Why = why };
                }
            }
        }

        return best;
    }
}
