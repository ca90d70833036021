namespace Vitrine.Seals;

/// <summary>The seam to whoever keeps the centre's key: wraps a seal's key so that it can lie on disk.</summary>
public abstract class KeyWrap
{
    /// <summary>Encrypts a key; only <see cref="Unwrap"/> with the same purpose opens it.</summary>
    public abstract byte[] Wrap(ReadOnlySpan<byte> key, string purpose);

    /// <summary>Decrypts a wrapped key.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It was wrapped under another key or for another purpose, or was changed.</exception>
    public abstract byte[] Unwrap(ReadOnlySpan<byte> wrapped, string purpose);
}
