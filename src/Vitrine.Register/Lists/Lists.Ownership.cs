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
    public static ListHits ScreenEntity(string entity, DateOnly on, SqliteConnection views) => ScreenEntity(entity, on, whole: false, views);

    /// <summary>The same, with every entry told where the <paramref name="whole"/> answer is asked.</summary>
    internal static ListHits ScreenEntity(string entity, DateOnly on, bool whole, SqliteConnection views)
    {
        var (own, left) = ScreenNames(entity, on, whole, views);
        var hits = own.ToList();
        var ownership = Ownership.Of(entity, on, views);
        var screened = ownership.Entities.Where(owner => owner != entity).Select(owner => (Owner: owner, Answer: ScreenNames(owner, on, whole, views))).ToList();
        left += screened.Sum(one => one.Answer.Left);
        var owners = screened.SelectMany(one => one.Answer.Hits.Select(hit => (one.Owner, Hit: hit))).ToLookup(pair => pair.Hit.List, StringComparer.Ordinal);
        foreach (var list in owners.OrderBy(list => list.Key, StringComparer.Ordinal))
        {
            var certain = ownership.Counted(list.Where(pair => pair.Hit.Score >= Certain).Select(pair => pair.Owner), certain: true);
            var possible = ownership.Counted(list.Select(pair => pair.Owner), certain: false);
            var most = whole ? int.MaxValue : MostOwnerHits;
            left += Math.Max(0, list.Count() - most);
            foreach (var (owner, hit) in list.OrderByDescending(pair => pair.Hit.Score).ThenBy(pair => pair.Owner, StringComparer.Ordinal).Take(most))
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

        return new ListHits([.. hits.OrderByDescending(hit => hit.Score).ThenBy(hit => hit.List, StringComparer.Ordinal).ThenBy(hit => hit.Entry, StringComparer.Ordinal)], left);
    }

    /// <summary>The best hit of an entity's names on each entry, and how many hits are left out.</summary>
    private static (IReadOnlyCollection<ListHit> Hits, int Left) ScreenNames(string entity, DateOnly on, bool whole, SqliteConnection views)
    {
        var best = new Dictionary<(string List, string Entry), ListHit>();
        var left = 0;
        var names = Entities.Names(entity, views);
        foreach (var name in names.Where(name => name.Length <= MaxName))
        {
            var answer = Screen(name, on, whole, views);
            left += answer.Left;
            foreach (var hit in answer)
            {
                var key = (hit.List, hit.Entry);
                if (!best.TryGetValue(key, out var known) || known.Score < hit.Score)
                {
                    ImmutableArray<string> why = name == names[0] ? hit.Why : [$"asked by the alias '{name}'", .. hit.Why];
                    best[key] = hit with { Why = why };
                }
            }
        }

        return (best.Values, left);
    }
}
