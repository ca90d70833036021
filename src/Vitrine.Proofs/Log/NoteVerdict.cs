namespace Vitrine.Proofs;

/// <summary>What came of opening a note or a checkpoint. Only <see cref="Verified"/> is good.</summary>
public enum NoteVerdict
{
    /// <summary>The bytes are no signed note.</summary>
    Malformed = 0,

    /// <summary>No signature is by a key asked for.</summary>
    NoKnownSignature,

    /// <summary>A signature that names a known key is not that key's.</summary>
    BadSignature,

    /// <summary>The note is good, but its text is no checkpoint.</summary>
    NotACheckpoint,

    /// <summary>The checkpoint is of another log: its origin is not the name of the log's key.</summary>
    OtherOrigin,

    /// <summary>All signatures by known keys are good, and there is at least one (of a checkpoint: the log's).</summary>
    Verified,
}
