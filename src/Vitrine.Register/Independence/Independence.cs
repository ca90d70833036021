using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>Whether one is independent of another, by what the register knows and a bar that whoever asks sets (docs/formats/bar.md).</summary>
/// <remarks>
/// Asked of laboratories and authorities alike, of anybody in the register. An accreditation disqualifies nobody and qualifies nobody. What
/// nobody recorded is not found: "independent" means that no forbidden tie is on record and that what the bar wants known is known.
/// </remarks>
public static class Independence
{
    /// <summary>The most paths that an answer lists.</summary>
    public const int MaxPaths = 50;

    /// <summary>Answers as of a day.</summary>
    /// <param name="subject">Who is to be independent.</param>
    /// <param name="against">Of whom.</param>
    /// <param name="bar">What is asked.</param>
    /// <param name="on">The day.</param>
    /// <param name="views">The views.</param>
    /// <exception cref="ActRefusedException">The register knows one of them not, or both are one and the same.</exception>
    public static IndependenceAnswer Ask(string subject, string against, Bar bar, DateOnly on, SqliteConnection views)
    {
        var (one, other) = (EntityRules.Known(subject, views), EntityRules.Known(against, views));
        if (subject == against)
        {
            throw new ActRefusedException($"{one.Name} is asked against itself. Name two.");
        }

        using var graph = new TieGraph(views, bar, on);
        var (paths, missing) = IndependenceSearch.Run(graph, subject, against);
        ImmutableArray<TiePath> listed = [.. paths.OrderBy(path => path.Weight).ThenByDescending(path => path.Share?.Most ?? 100).ThenBy(path => path.Steps.Length).Take(MaxPaths)];
        var verdict = paths.Any(path => path.Weight == PathWeight.Fails) ? IndependenceVerdict.NotIndependent
            : missing.Count > 0 || paths.Any(path => path.Weight == PathWeight.MayFail) ? IndependenceVerdict.Unknown
            : IndependenceVerdict.Independent;
        var named = listed.SelectMany(path => path.Nodes).Concat(missing.Select(fact => fact.Entity)).Concat(missing.SelectMany(fact => fact.Claims).SelectMany(claim => (string[])[claim.From, claim.To])).Append(subject).Append(against);
        return new IndependenceAnswer(
            one,
            other,
            bar,
            on,
            verdict,
            listed,
            paths.Count - listed.Length,
            [.. missing],
            [.. Accreditations.Of(subject, views)],
            named.Distinct(StringComparer.Ordinal).ToImmutableSortedDictionary(id => id, id => graph.Entity(id).Name, StringComparer.Ordinal));
    }
}
