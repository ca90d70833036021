using System.Diagnostics.CodeAnalysis;

namespace Vitrine.Proofs;

/// <summary>Public keys that are loaded, by their bytes: a key that is met again is not loaded again.</summary>
/// <remarks>It says nothing about whose they are. As many as its reader lets in: a bundle has 64 lines at most. Not for several threads at once.</remarks>
internal sealed class KeyRing(params IEnumerable<PublicKey> loaded)
{
    private readonly Dictionary<Digest, PublicKey> _keys = loaded.DistinctBy(static key => key.KeyId).ToDictionary(static key => key.KeyId);

    /// <summary>Reads a SubjectPublicKeyInfo as <see cref="PublicKey.TryFromSpki"/> does.</summary>
    internal bool TryFromSpki(ReadOnlySpan<byte> spki, [NotNullWhen(true)] out PublicKey? key)
    {
        var id = Digest.Of(spki);
        if (_keys.TryGetValue(id, out key))
        {
            return true;
        }

        if (!PublicKey.TryFromSpki(spki, out key))
        {
            return false;
        }

        _keys.Add(id, key);
        return true;
    }
}
