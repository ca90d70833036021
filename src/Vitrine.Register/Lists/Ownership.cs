using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>
/// Who owns an entity, up to the last owner that is known, on one day; and the 50 percent rule over it: an entity counts as a listed party where
/// listed parties hold 50 % or more of it together. An entity that so counts passes its whole share on (OFAC, FAQ 401).
/// </summary>
/// <remarks>Ownership alone is followed: no office, contract, payment or membership makes anybody a listed party.</remarks>
internal sealed class Ownership
{
    private const decimal Bar = 50;
    private const int MaxEntities = 2_000;

    private readonly DateOnly _on;
    private readonly string _asked;
    private readonly Dictionary<string, ImmutableArray<Stake>> _stakes = new(StringComparer.Ordinal);

    private Ownership(string asked, DateOnly on) => (_asked, _on) = (asked, on);

    /// <summary>Every owner above the asked, itself among them.</summary>
    public IEnumerable<string> Entities => _stakes.Keys;

    /// <summary>Reads the owners above an entity.</summary>
    /// <exception cref="ActRefusedException">There are too many to follow.</exception>
    public static Ownership Of(string asked, DateOnly on, SqliteConnection views, int most = MaxEntities)
    {
        var whole = new Ownership(asked, on);
        var next = new Queue<string>([asked]);
        while (next.TryDequeue(out var entity))
        {
            if (whole._stakes.ContainsKey(entity))
            {
                continue;
            }

            if (whole._stakes.Count >= most)
            {
                throw new ActRefusedException($"More than {most:N0} entities stand above {asked}; its ownership cannot be followed to the end, so nothing is said of it.");
            }

            var stakes = Ties.Owners(entity, on, views).Where(tie => tie.From != entity).GroupBy(tie => tie.From, StringComparer.Ordinal).Select(whole.Merge).ToImmutableArray();
            whole._stakes.Add(entity, stakes);
            foreach (var stake in stakes)
            {
                next.Enqueue(stake.Owner);
            }
        }

        return whole;
    }

    /// <summary>The entities that count as listed: the listed ones and, again and again, those of whom they hold half.</summary>
    /// <param name="listed">The parties that are listed themselves.</param>
    /// <param name="certain">By the least that the claims say; otherwise by the most.</param>
    public HashSet<string> Counted(IEnumerable<string> listed, bool certain)
    {
        // From nobody upwards: owners that hold each other in a ring, and none of them listed, never come in.
        var counted = listed.ToHashSet(StringComparer.Ordinal);
        bool grown;
        do
        {
            grown = false;
            foreach (var entity in _stakes.Keys)
            {
                grown |= !counted.Contains(entity) && Held(entity, counted, certain) >= Bar && counted.Add(entity);
            }
        }
        while (grown);

        return counted;
    }

    /// <summary>The shortest way from the asked to a listed owner through entities that count: entity, claim, entity, …; empty where there is none.</summary>
    public ImmutableArray<string> Path(string listed, HashSet<string> counted)
    {
        var before = new Dictionary<string, (string Entity, string Claim)>(StringComparer.Ordinal);
        var next = new Queue<string>([_asked]);
        while (next.TryDequeue(out var entity))
        {
            if (entity == listed)
            {
                var path = new List<string> { entity };
                for (var at = entity; at != _asked; at = before[at].Entity)
                {
                    path.Add(before[at].Claim);
                    path.Add(before[at].Entity);
                }

                path.Reverse();
                return [.. path];
            }

            foreach (var stake in _stakes[entity].Where(stake => counted.Contains(stake.Owner) && stake.Owner != _asked && !before.ContainsKey(stake.Owner)))
            {
                before.Add(stake.Owner, (entity, stake.Claims[0].Claim));
                next.Enqueue(stake.Owner);
            }
        }

        return [];
    }

    /// <summary>Line by line, for the entities of a path but the last: what counted owners hold of each.</summary>
    public IEnumerable<string> Explain(ImmutableArray<string> path, HashSet<string> counted, bool certain, Func<string, string> name)
    {
        for (var i = 0; i + 2 < path.Length; i += 2)
        {
            var stakes = _stakes[path[i]].Where(stake => counted.Contains(stake.Owner)).ToList();
            var parts = string.Join(" and ", stakes.Select(stake => $"{name(stake.Owner)} {stake.Describe()}"));
            var held = Held(path[i], counted, certain);
            yield return certain
                ? $"of {name(path[i])}, at least {held:0.####} % is held by owners that count as listed: {parts}"
                : $"of {name(path[i])}, up to {held:0.####} % may be held by owners that count as listed: {parts}";
            if (IsContradictory(path[i]))
            {
                yield return $"the claims on {name(path[i])} add up to {_stakes[path[i]].Sum(stake => stake.Least):0.####} %, more than the whole: at least one of them is wrong";
            }

            foreach (var doubt in stakes.Where(stake => !stake.IsFirm).Select(stake => stake.Doubt))
            {
                yield return doubt;
            }
        }
    }

    /// <summary>What counted owners hold of an entity, in percent.</summary>
    private decimal Held(string entity, HashSet<string> counted, bool certain)
    {
        var stakes = _stakes[entity];
        if (certain)
        {
            return IsContradictory(entity) ? 0 : stakes.Where(stake => stake.IsFirm && counted.Contains(stake.Owner)).Sum(stake => stake.Least);
        }

        // Nobody holds what others surely hold.
        var most = Math.Min(100, stakes.Where(stake => counted.Contains(stake.Owner)).Sum(stake => stake.Most));
        var others = stakes.Where(stake => stake.IsFirm && !counted.Contains(stake.Owner)).Sum(stake => stake.Least);
        return IsContradictory(entity) ? most : Math.Min(most, 100 - others);
    }

    private bool IsContradictory(string entity) => _stakes[entity].Sum(stake => stake.Least) > 100;

    /// <summary>All claims of one owner: where they differ, from the least to the most.</summary>
    private Stake Merge(IGrouping<string, Tie> ties)
    {
        ImmutableArray<Tie> claims = [.. ties];
        var doubts = new List<string>();
        if (claims.All(claim => claim.Source.Grade is not ('A' or 'B' or 'C')))
        {
            doubts.Add($"the claim {claims[0].Claim} is from a source of grade {claims[0].Source.Grade}, so it makes nothing certain");
        }

        // A source that gives no first day vouches for the day on which it was read, and those after.
        if (claims.All(claim => claim.Since is null && claim.Source.Retrieved > _on))
        {
            doubts.Add($"the claim {claims[0].Claim} does not say since when, and was read after the day that is asked");
        }

        return new Stake(ties.Key, claims, claims.Min(claim => claim.Share?.Least ?? 0), claims.Max(claim => claim.Share?.Most ?? 100), string.Join("; ", doubts));
    }

    /// <param name="Owner">Who holds it.</param>
    /// <param name="Claims">What says so.</param>
    /// <param name="Least">Percent.</param>
    /// <param name="Most">Percent.</param>
    /// <param name="Doubt">Why it makes nothing certain; empty where it does.</param>
    private sealed record Stake(string Owner, ImmutableArray<Tie> Claims, decimal Least, decimal Most, string Doubt)
    {
        public bool IsFirm => Doubt.Length == 0;

        public string Describe()
        {
            var share = Claims.All(claim => claim.Share is null) ? "a share that is not known" : new Share(Least, Most).ToString();
            return $"{share} (claim {string.Join(", ", Claims.Select(claim => claim.Claim))}: {Claims[0].Source.Title})";
        }
    }
}
