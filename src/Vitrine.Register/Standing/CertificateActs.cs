using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>Something happened to a certificate after it was issued: by its laboratory, by its authority, or from the centre's console.</summary>
/// <param name="Certificate">The certificate's digest.</param>
/// <param name="Reason">Why; public.</param>
public abstract record CertificateAct(Digest Certificate, string Reason) : Act
{
    /// <inheritdoc/>
    public override string Subject => $"certificate:{Certificate}";
}

/// <summary>It does not count for now. From the next status on, gates refuse it.</summary>
public sealed record CertificateSuspended(Digest Certificate, string Reason) : CertificateAct(Certificate, Reason);

/// <summary>Whoever suspended it takes that back. The next status does not name it any more.</summary>
public sealed record CertificateReinstated(Digest Certificate, string Reason) : CertificateAct(Certificate, Reason);

/// <summary>It does not count any more. From the next status on, gates refuse it.</summary>
public sealed record CertificateWithdrawn(Digest Certificate, string Reason) : CertificateAct(Certificate, Reason);

/// <summary>A later certificate of the same product takes its place. What it said of its tree stays true, so gates are told nothing.</summary>
public sealed record CertificateSuperseded(Digest Certificate, Digest By, string Reason) : CertificateAct(Certificate, Reason);
