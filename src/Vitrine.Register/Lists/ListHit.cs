using System.Collections.Immutable;

namespace Vitrine.Register;

/// <summary>How a party comes to be hit.</summary>
public enum HitWay
{
    /// <summary>A name is like one of the entry's.</summary>
    Name,

    /// <summary>The entry carries this very identifier.</summary>
    Identifier,

    /// <summary>Listed owners hold 50 % or more, on the least that the claims say.</summary>
    Owned,

    /// <summary>Listed owners may hold 50 % or more: by the most that the claims say, or by an owner whose name is only like a listed one.</summary>
    PossiblyOwned,
}

/// <summary>An entry of a list that an asked party is, or is owned by, on a day.</summary>
/// <param name="List">The list's identifier.</param>
/// <param name="Entry">The entry's identifier.</param>
/// <param name="Name">The name of the entry that was hit.</param>
/// <param name="Since">Since when it is listed.</param>
/// <param name="Until">The first day on which it is listed no more.</param>
/// <param name="Clause">What it is listed for.</param>
/// <param name="Source">Where that can be read.</param>
/// <param name="Score">0 to 1, how alike the names are; for an owner, the owner's name, halved where the ownership is only possible.</param>
/// <param name="Why">Lines for a person who checks it.</param>
/// <param name="Through">From the asked party to the listed one: entities and, between them, the claims of ownership; empty where the asked party is hit itself.</param>
public sealed record ListHit(
    string List,
    string Entry,
    string Name,
    DateOnly Since,
    DateOnly? Until,
    string? Clause,
    string Source,
    double Score,
    ImmutableArray<string> Why,
    ImmutableArray<string> Through)
{
    /// <summary>How it comes to be hit.</summary>
    public HitWay Way { get; init; }

    /// <summary>The date of the list's version that answered.</summary>
    public DateOnly Version { get; init; }
}
