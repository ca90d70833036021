using System.Collections.Immutable;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>An entity is known to the register, or is known better: the newest record counts.</summary>
/// <param name="Entity">Its identifier.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Aliases">What else it is called.</param>
/// <param name="Countries">Seat or nationalities, ISO 3166-1 alpha-2.</param>
/// <param name="Source">Where this is from; null: from whoever records it.</param>
public sealed record EntityRecorded(string Entity, EntityKind Kind, string Name, ImmutableArray<string> Aliases, ImmutableArray<string> Countries, Source? Source) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"entity:{Entity}";
}

/// <summary>Somebody claims that two entities are tied.</summary>
public sealed record TieClaimed(
    string Claim, TieKind Kind, string From, string To, Share? Share, string? Detail, DateOnly? Since, DateOnly? Until, Source Source) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"claim:{Claim}";
}

/// <summary>One whom a claim concerns replied to it; the reply stands beside the claim from then on.</summary>
public sealed record ClaimReplied(string Claim, string Entity, string Text) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"claim:{Claim}";
}

/// <summary>A claim was taken back: it stays on record, and counts no more.</summary>
public sealed record ClaimWithdrawn(string Claim, string Reason) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"claim:{Claim}";
}

/// <summary>Somebody claims that an entity's owners, or some of them, are not to be known, or that it has none.</summary>
public sealed record OwnersUnknown(string Claim, string Entity, OwnersGap Reason, DateOnly? Since, DateOnly? Until, Source Source) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"claim:{Claim}";
}

/// <summary>A product is known to the register, or is known better.</summary>
public sealed record ProductRecorded(string Product, string Name, string Vendor, string Class) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"product:{Product}";
}

/// <summary>Somebody claims that a laboratory is accredited.</summary>
public sealed record AccreditationRecorded(
    string Claim, string Laboratory, string Scheme, InspectionType? Type, string Scope, DateOnly? Since, DateOnly? Until, Source Source) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"claim:{Claim}";
}

/// <summary>A regime is known to the register, or is known better.</summary>
public sealed record RegimeRecorded(string Regime, string Authority, string Instrument, ImmutableArray<string> Classes, string Trigger) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"regime:{Regime}";
}
