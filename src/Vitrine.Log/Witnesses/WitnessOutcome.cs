namespace Vitrine.Log;

/// <summary>What came of asking a witness. Only <see cref="Cosigned"/> counts.</summary>
public enum WitnessOutcome
{
    /// <summary>It was not asked yet.</summary>
    NotAsked = 0,

    /// <summary>It cosigned; the cosignature was verified here.</summary>
    Cosigned,

    /// <summary>The policy says no address for it, or one that is no http or https prefix.</summary>
    NoAddress,

    /// <summary>Its key is of a type that cannot be verified with here (ML-DSA-44).</summary>
    KeyNotVerifiable,

    /// <summary>The request of an earlier round is still under way; it is not asked twice at once.</summary>
    Busy,

    /// <summary>There is nobody at its address, or the connection broke.</summary>
    Unreachable,

    /// <summary>It did not answer in time.</summary>
    TimedOut,

    /// <summary>404: it does not know this log.</summary>
    UnknownLog,

    /// <summary>403: it does not know this log's key.</summary>
    UnknownKey,

    /// <summary>409, twice: somebody else is sending it checkpoints of this log meanwhile.</summary>
    Conflict,

    /// <summary>It has cosigned a larger tree than this one. Was the log restored from an old copy?</summary>
    Ahead,

    /// <summary>422: it has seen another tree. Either it or this log is wrong; this is the alarm a witness is for.</summary>
    Inconsistent,

    /// <summary>Another status, a redirect, an answer that is too long or is none.</summary>
    BadAnswer,

    /// <summary>It answered with a signature that is not its own, or with none of its own.</summary>
    BadSignature,

    /// <summary>Its cosignature is good, but says a time that is more than five minutes from ours.</summary>
    WrongTime,
}

/// <summary>What came of asking a witness, for people.</summary>
public static class WitnessOutcomes
{
    /// <summary>A few words, for after the witness's name.</summary>
    public static string Sentence(this WitnessOutcome outcome) => outcome switch
    {
        WitnessOutcome.NotAsked => "not asked yet",
        WitnessOutcome.Cosigned => "cosigned",
        WitnessOutcome.NoAddress => "the policy has no http or https address for it",
        WitnessOutcome.KeyNotVerifiable => "its key cannot be verified with here",
        WitnessOutcome.Busy => "has not answered yet",
        WitnessOutcome.Unreachable => "cannot be reached",
        WitnessOutcome.TimedOut => "did not answer in time",
        WitnessOutcome.UnknownLog => "does not know this log",
        WitnessOutcome.UnknownKey => "does not know this log's key",
        WitnessOutcome.Conflict => "is being sent this log's checkpoints by somebody else",
        WitnessOutcome.Ahead => "has cosigned a larger tree: was this log restored from an old copy?",
        WitnessOutcome.Inconsistent => "has seen another tree of this log",
        WitnessOutcome.BadAnswer => "gave an answer that is none",
        WitnessOutcome.BadSignature => "gave no signature of its own",
        WitnessOutcome.WrongTime => "states a wrong time",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
