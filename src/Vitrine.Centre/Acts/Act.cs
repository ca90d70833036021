using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>One thing that happened. Each part of the house declares its own sealed records.</summary>
/// <remarks>
/// What a record's properties hold is the act's open part. A session's act carries, beside it, a <see cref="SealedPart"/>
/// that the laboratory alone can read. The two make the two views of one ledger.
/// </remarks>
public abstract record Act
{
    /// <summary>What the act is about, as <c>kind:id</c>; acts of one subject make its timeline.</summary>
    public abstract string Subject { get; }

    /// <summary>The part that only the laboratory, or the two dispute parties together, can open; null in most acts.</summary>
    public SealedPart? Sealed { get; init; }

    /// <summary>The statements that this act makes public: digests of payloads staged beforehand.</summary>
    public virtual IReadOnlyList<Digest> Statements => [];

    /// <summary>The documents that this act rests on, added to <see cref="OpenCentre.Documents"/> beforehand.</summary>
    public virtual IReadOnlyList<Digest> Documents => [];
}

/// <summary>An act as the ledger holds it.</summary>
/// <param name="Position">Its place in the ledger, from 0.</param>
/// <param name="At">When it was appended, UTC, whole seconds.</param>
/// <param name="By">Who did it.</param>
/// <param name="Kind">The act's name, as <c>part.happened</c>.</param>
/// <param name="Act">What happened.</param>
public sealed record RecordedAct(LogIndex Position, DateTimeOffset At, Actor By, string Kind, Act Act);

/// <summary>Who did an act: a person in a role, and whether through the console of the machine.</summary>
/// <param name="Person">The person's identifier, <c>console</c> for whoever has the machine's console, or <c>centre</c> for what follows by itself.</param>
/// <param name="Role">The role in which the person acted.</param>
public sealed record Actor(string Person, Role Role)
{
    /// <summary>The machine's own console: whoever can read the centre's keys.</summary>
    public static Actor Console { get; } = new("console", Role.Administrator);

    /// <summary>The centre's own process: what follows from the record, and nobody has decided.</summary>
    public static Actor Centre { get; } = new("centre", Role.Administrator);
}

/// <summary>An act was refused, with nothing recorded.</summary>
public sealed class ActRefusedException(string reason) : Exception(reason);

/// <summary>A statement is recorded and stands in the log, and nobody sees it yet: the witnesses' quorum has not cosigned a checkpoint that covers it. It is published when they do.</summary>
public sealed class AwaitingWitnessesException(string reason) : Exception(reason);
