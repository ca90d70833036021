using System.Collections.Immutable;
using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>The keys of one witness, all of its name: those it cosigns with, and those it cosigned with once.</summary>
/// <remarks>
/// While a key changes there are two to cosign with: whoever knows either finds its line in the answer (C2SP tlog-witness: one line or more). All of them cosign one line of trees, since what
/// was cosigned is kept a log and not a key.
/// </remarks>
/// <param name="Signing">At least one, the newest first.</param>
/// <param name="Retired">Whose cosignatures may stand on what is kept; they sign no more.</param>
public sealed record WitnessKeys(ImmutableArray<Cosigner> Signing, ImmutableArray<NoteVerifier> Retired)
{
    /// <summary>A witness that never had another key.</summary>
    public WitnessKeys(Cosigner key)
        : this([key], [])
    {
    }

    /// <summary>The public keys that it cosigns with, the newest first.</summary>
    public ImmutableArray<NoteVerifier> Verifiers => [.. Signing.Select(static key => key.Verifier)];

    /// <summary>All of its public keys.</summary>
    public ImmutableArray<NoteVerifier> All => [.. Verifiers, .. Retired];
}
