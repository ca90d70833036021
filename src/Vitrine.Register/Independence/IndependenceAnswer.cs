using System.Collections.Immutable;

namespace Vitrine.Register;

/// <summary>What the register's facts say of independence, as far as a bar asks.</summary>
public enum IndependenceVerdict
{
    /// <summary>No tie that the bar forbids is on record, and what the bar wants known is.</summary>
    Independent,

    /// <summary>A tie that the bar forbids is on record.</summary>
    NotIndependent,

    /// <summary>None is, and something is missing, weak or contradictory without which the bar cannot be met.</summary>
    Unknown,
}

/// <summary>What a path means under the bar.</summary>
public enum PathWeight
{
    /// <summary>The bar forbids it.</summary>
    Fails,

    /// <summary>The bar forbids it if it is as it may be: a share, a date or a source leaves it open.</summary>
    MayFail,

    /// <summary>The bar allows it.</summary>
    Passes,
}

/// <summary>Two entities side by side on a path, and every claim that ties them there; those that contradict each other too.</summary>
/// <param name="From">The one nearer to the subject.</param>
/// <param name="To">The one nearer to whom it is asked against.</param>
/// <param name="Claims">The claims, in either direction.</param>
public sealed record PathStep(string From, string To, ImmutableArray<Tie> Claims);

/// <summary>A way from the subject to whom it is asked against, tie by tie.</summary>
/// <param name="Rule">The rule of the bar that it is about.</param>
/// <param name="Weight">What it means under that rule.</param>
/// <param name="Steps">From the subject on.</param>
/// <param name="Share">How much it comes to, where it is a matter of shares: of a shared owner, the lesser of both.</param>
public sealed record TiePath(BarRule Rule, PathWeight Weight, ImmutableArray<PathStep> Steps, Share? Share)
{
    /// <summary>The entities on the way, from the subject on.</summary>
    public ImmutableArray<string> Nodes => [Steps[0].From, .. Steps.Select(step => step.To)];
}

/// <summary>What is missing for an answer.</summary>
public enum MissingKind
{
    /// <summary>Too little of an entity's ownership is known up to people and public bodies.</summary>
    Owners,

    /// <summary>No office in an entity is on record.</summary>
    Offices,

    /// <summary>So many ties are on record that not all were looked at.</summary>
    Search,

    /// <summary>Shares in an entity add up to more than all of it.</summary>
    SharesOverAll,

    /// <summary>Claims about one tie cannot be true together.</summary>
    Contradiction,
}

/// <summary>Something that is missing or cannot be true, so that nobody can be called independent.</summary>
/// <param name="Kind">What.</param>
/// <param name="Entity">Of whom.</param>
/// <param name="Percent">How much is known, or what the shares add up to; 0 where it is no matter of shares.</param>
/// <param name="Reasons">The coded reasons on record for unknown owners.</param>
/// <param name="Claims">The claims that contradict each other.</param>
public sealed record MissingFact(MissingKind Kind, string Entity, decimal Percent, ImmutableArray<OwnersGap> Reasons, ImmutableArray<Tie> Claims);

/// <summary>An answer, with all it rests on.</summary>
/// <param name="Subject">Who is to be independent.</param>
/// <param name="Against">Of whom.</param>
/// <param name="Bar">What was asked.</param>
/// <param name="On">As of which day.</param>
/// <param name="Verdict">The answer.</param>
/// <param name="Paths">The paths found, those that fail first; at most <see cref="Independence.MaxPaths"/>.</param>
/// <param name="PathsLeftOut">Paths that were found and are not listed; none of those that fail is left out before one that does not.</param>
/// <param name="Missing">What keeps an answer from being "independent".</param>
/// <param name="Accreditations">The subject's accreditations, which decide nothing here.</param>
/// <param name="Names">The names of all entities above.</param>
public sealed record IndependenceAnswer(
    Entity Subject,
    Entity Against,
    Bar Bar,
    DateOnly On,
    IndependenceVerdict Verdict,
    ImmutableArray<TiePath> Paths,
    int PathsLeftOut,
    ImmutableArray<MissingFact> Missing,
    ImmutableArray<Accreditation> Accreditations,
    ImmutableSortedDictionary<string, string> Names);
