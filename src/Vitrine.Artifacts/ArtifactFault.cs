namespace Vitrine.Artifacts;

/// <summary>Why a file could not be opened as what it says it is. Closed: a new reason is a new member.</summary>
public enum ArtifactFault
{
    /// <summary>A structure reaches beyond the end of the file.</summary>
    Truncated,

    /// <summary>A field has a value that its format does not allow.</summary>
    Malformed,

    /// <summary>Two places that describe the same thing disagree.</summary>
    Contradiction,

    /// <summary>Two members have one name.</summary>
    DuplicateName,

    /// <summary>Bytes that no structure accounts for: before, between or after those which are.</summary>
    UnaccountedBytes,

    /// <summary>Larger, deeper or more numerous than the limits allow.</summary>
    LimitExceeded,

    /// <summary>Well formed, but of a kind that is not opened here (encrypted, another compression, another container).</summary>
    Unsupported,
}

/// <summary>The words for <see cref="ArtifactFault"/> in JSON and text.</summary>
public static class ArtifactFaultWords
{
    /// <summary>The fault in lower case with hyphens, as in JSON.</summary>
    public static string ToWord(this ArtifactFault fault) => fault switch
    {
        ArtifactFault.Truncated => "truncated",
        ArtifactFault.Malformed => "malformed",
        ArtifactFault.Contradiction => "contradiction",
        ArtifactFault.DuplicateName => "duplicate-name",
        ArtifactFault.UnaccountedBytes => "unaccounted-bytes",
        ArtifactFault.LimitExceeded => "limit-exceeded",
        ArtifactFault.Unsupported => "unsupported",
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };
}
