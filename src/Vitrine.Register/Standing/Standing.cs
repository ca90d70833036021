using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>How a certificate stands on a day, and since when and why where an act or a change made it so.</summary>
/// <param name="State">The one word.</param>
/// <param name="Since">When it came to be so; null where it is so from the beginning.</param>
/// <param name="Reason">The reason that was given; null where nobody gave one.</param>
/// <param name="Successor">The certificate that took its place, where one did.</param>
/// <param name="Change">The release that made it stale, where one did.</param>
public sealed record Standing(CertificateState State, DateTimeOffset? Since = null, string? Reason = null, Digest? Successor = null, ProductChange? Change = null);

/// <summary>What an act did to a certificate.</summary>
public enum StandingWord
{
    /// <summary>Suspended.</summary>
    Suspended,

    /// <summary>A suspension taken back.</summary>
    Reinstated,

    /// <summary>Withdrawn.</summary>
    Withdrawn,

    /// <summary>Superseded.</summary>
    Superseded,
}

/// <summary>One act upon a certificate, as the views have it.</summary>
/// <param name="Position">The act's place in the ledger.</param>
/// <param name="What">What it did.</param>
/// <param name="Party">Whose people did it; empty for the centre's console.</param>
/// <param name="Reason">The reason.</param>
/// <param name="At">When.</param>
/// <param name="Successor">The later certificate, where it was superseded.</param>
public sealed record StandingStep(LogIndex Position, StandingWord What, string Party, string Reason, DateTimeOffset At, Digest? Successor);

/// <summary>A release of a certificate's product by its vendor.</summary>
/// <param name="Release">The release statement.</param>
/// <param name="Seal">The tree it was made from.</param>
/// <param name="Version">Its version.</param>
/// <param name="At">When it was made.</param>
/// <param name="Position">The act's place in the ledger.</param>
/// <param name="RevokedSince">From when it is revoked; null where it is not.</param>
public sealed record ProductChange(Digest Release, Digest Seal, string Version, DateTimeOffset At, LogIndex Position, DateTimeOffset? RevokedSince);
