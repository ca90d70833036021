using System.Text;

namespace Vitrine.Proofs;

/// <summary>How a Sigstore bundle names a log.</summary>
/// <remarks>As Rekor v2 does: SHA-256(name ‖ 0x0A ‖ type ‖ key), of which a note's key id is the first four bytes.</remarks>
internal static class LogId
{
    internal static Digest Of(NoteVerifier log) =>
        Digest.Of([.. Encoding.UTF8.GetBytes(log.Name), (byte)'\n', (byte)log.Algorithm, .. log.PublicKey]);
}
