using System.Collections.Immutable;

namespace Vitrine.Register;

/// <summary>Which kind of tie a rule of a bar is about, in the order of the file.</summary>
public enum BarTopic
{
    /// <summary>One owns the other: shares multiplied along the chain.</summary>
    OwnershipMultiplied,

    /// <summary>One owns the other: whoever holds more than half of an owner holds all that it holds.</summary>
    OwnershipControlled,

    /// <summary>Somebody owns both.</summary>
    SharedOwner,

    /// <summary>Somebody holds office in both, or owns one and holds office in the other, or one holds office in the other.</summary>
    Office,

    /// <summary>One founded the other, or somebody founded both.</summary>
    Founding,

    /// <summary>A contract between them.</summary>
    Contract,

    /// <summary>An award of one to the other.</summary>
    Award,

    /// <summary>A payment of one to the other.</summary>
    Payment,

    /// <summary>People of both are of one family.</summary>
    Family,

    /// <summary>One is a member of the other, or both are members of one body.</summary>
    Membership,

    /// <summary>Another tie between them.</summary>
    Other,
}

/// <summary>How much of a tie a bar forbids.</summary>
public enum BarReach
{
    /// <summary>Nothing: such ties are shown, and count for nothing.</summary>
    None,

    /// <summary>Between the two alone.</summary>
    Direct,

    /// <summary>Between the two, and through a third that is tied to both.</summary>
    Shared,

    /// <summary>Any tie of the kind.</summary>
    Any,

    /// <summary>Any tie of the kind is a reason to ask on: not independent as far as is known, and not dependent either.</summary>
    Unknown,

    /// <summary>From a share on.</summary>
    Percent,
}

/// <summary>One rule of a bar.</summary>
/// <param name="Topic">About which ties.</param>
/// <param name="Reach">How much of it is forbidden.</param>
/// <param name="Percent">The least share that is; 0 unless the reach is <see cref="BarReach.Percent"/>.</param>
/// <param name="Lookback">For how many days a tie counts after it ended.</param>
public sealed record BarRule(BarTopic Topic, BarReach Reach, decimal Percent, int Lookback);

/// <summary>What somebody asks of one who is to be independent (docs/formats/bar.md).</summary>
public sealed record Bar
{
    /// <summary>The largest file, in bytes.</summary>
    public const int MaxBytes = 16 * 1024;

    /// <summary>The most steps of an ownership that are followed.</summary>
    public const int MaxSteps = 32;

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is from.</summary>
    public required string Source { get; init; }

    /// <summary>One rule for every topic.</summary>
    public required ImmutableSortedDictionary<BarTopic, BarRule> Rules { get; init; }

    /// <summary>How many steps of an ownership are followed.</summary>
    public required int Steps { get; init; }

    /// <summary>The worst grade of a source whose claims count; a worse one makes unknown what it would decide.</summary>
    public required char Grade { get; init; }

    /// <summary>Whether a claim without any date counts as if it held; otherwise it makes unknown what it would decide.</summary>
    public required bool UndatedCounts { get; init; }

    /// <summary>Whether a withdrawn claim makes unknown what it would have decided; otherwise it counts for nothing.</summary>
    public required bool WithdrawnUnknown { get; init; }

    /// <summary>How much of the ownership of each must be known up to people and public bodies, in percent; 0: nothing.</summary>
    public required decimal OwnersKnown { get; init; }

    /// <summary>Whether an office in each must be on record.</summary>
    public required bool OfficesKnown { get; init; }

    /// <summary>The rule about these ties.</summary>
    public BarRule this[BarTopic topic] => Rules[topic];

    /// <summary>Reads a bar.</summary>
    /// <exception cref="BarFormatException">It is none: where, which word, and the word that may have been meant.</exception>
    public static Bar Parse(ReadOnlySpan<byte> utf8) => new BarReader().Read(utf8);
}
