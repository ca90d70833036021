using System.Collections.Immutable;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>What one line of a document of parties says.</summary>
/// <param name="Number">The line, from 1.</param>
/// <param name="Id">The identifier of its entity; empty where it has none.</param>
/// <param name="Schema">Its schema.</param>
/// <param name="Records">What it says, as the acts that would record it; empty where the register does not keep its schema, or keeps it for another line.</param>
/// <param name="At">When, of a reply or withdrawal.</param>
internal sealed record RegisterLine(long Number, string Id, string Schema, ImmutableArray<Act> Records, DateTimeOffset? At = null)
{
    /// <summary>Why the line cannot be used; null where it can.</summary>
    public string? Fault { get; init; }

    /// <summary>Whether the register does not keep its schema.</summary>
    public bool Passed { get; init; }

    /// <summary>Characters and values that were left out of what is kept: hidden characters in names, countries that no code names.</summary>
    public int Cleaned { get; init; }
}
