namespace Vitrine.Proofs;

/// <summary>Why a gate refuses: a closed set, the gravest first.</summary>
public enum GateReason
{
    /// <summary>The bundle cannot be read, or does not hold together.</summary>
    BundleMalformed,

    /// <summary>The file is none of those that the release ships.</summary>
    ArtifactTampered,

    /// <summary>The bundle is of another product than the policy's.</summary>
    OtherProduct,

    /// <summary>Two signed accounts of one log, or of one status, contradict each other.</summary>
    Fork,

    /// <summary>A signature does not fit what it is on.</summary>
    BadSignature,

    /// <summary>A statement is signed by a key that the policy does not name for it.</summary>
    WrongKey,

    /// <summary>A statement is signed by a key that had ended when it was logged.</summary>
    KeyEnded,

    /// <summary>A checkpoint is not signed by a log of the policy.</summary>
    CheckpointUntrusted,

    /// <summary>Too few of the policy's witnesses cosigned a checkpoint.</summary>
    QuorumMissing,

    /// <summary>A statement is not proven to be in the log.</summary>
    NotInLog,

    /// <summary>There is no release.</summary>
    NoRelease,

    /// <summary>A later release of the product was accepted here before.</summary>
    Rollback,

    /// <summary>The release, the certificate or a signer's key was revoked.</summary>
    Revoked,

    /// <summary>The product, its vendor or another signer is on a list that the policy refuses.</summary>
    Listed,

    /// <summary>A signer's seat is where the policy does not allow it.</summary>
    JurisdictionRefused,

    /// <summary>Where a signer's seat is, nothing says.</summary>
    JurisdictionUnknown,

    /// <summary>Certificate or rebuild is of another seal than the release.</summary>
    OtherRoot,

    /// <summary>There is no certificate.</summary>
    NoCertificate,

    /// <summary>The certificate does not reach what the policy asks.</summary>
    CertificateInsufficient,

    /// <summary>The certificate is too old, or its time is over.</summary>
    CertificateExpired,

    /// <summary>Fewer laboratories than the policy asks for certified the seal.</summary>
    LaboratoriesTooFew,

    /// <summary>The laboratories share an owner or a jurisdiction, or nothing says that they do not.</summary>
    LaboratoriesNotApart,

    /// <summary>There is no rebuild of this file.</summary>
    NoRebuild,

    /// <summary>The rebuild gave something else than what is shipped.</summary>
    RebuildDiffers,

    /// <summary>There is no status.</summary>
    NoStatus,

    /// <summary>The status is too old, or its time is over.</summary>
    StatusStale,

    /// <summary>A list that the policy refuses is missing from the status, or too old in it.</summary>
    ListStale,
}

/// <summary>The words for the reasons.</summary>
public static class GateReasons
{
    private static readonly string[] Words =
    [
        "bundle-malformed", "artifact-tampered", "other-product", "fork", "bad-signature", "wrong-key", "key-ended", "checkpoint-untrusted", "quorum-missing",
        "not-in-log", "no-release", "rollback", "revoked", "listed", "jurisdiction-refused", "jurisdiction-unknown", "other-root", "no-certificate",
        "certificate-insufficient", "certificate-expired", "laboratories-too-few", "laboratories-not-apart", "no-rebuild", "rebuild-differs", "no-status",
        "status-stale", "list-stale",
    ];

    /// <summary>The word in output for machines.</summary>
    public static string Word(this GateReason reason) => Words[(int)reason];
}

/// <summary>One reason with its particulars.</summary>
/// <param name="Code">Which of the closed set.</param>
/// <param name="Message">One sentence: what was found.</param>
/// <param name="Satisfy">One sentence: what would help.</param>
public sealed record GateRefusal(GateReason Code, string Message, string Satisfy);
