namespace Vitrine.Register;

/// <summary>Whether a certificate counts, as of a day; the words from best to worst.</summary>
public enum CertificateState
{
    /// <summary>It counts.</summary>
    Valid,

    /// <summary>It counts for its tree, but the product has been released from another tree since that one was sealed.</summary>
    Stale,

    /// <summary>A later certificate took its place.</summary>
    Superseded,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>The laboratory or the authority has suspended it; gates refuse it until it is reinstated.</summary>
    Suspended,

    /// <summary>The laboratory or the authority took it back, for good.</summary>
    Withdrawn,

    /// <summary>The centre revoked it.</summary>
    Revoked,

    /// <summary>The laboratory concluded against the product.</summary>
    Refused,
}
