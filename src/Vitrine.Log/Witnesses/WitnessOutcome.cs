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
