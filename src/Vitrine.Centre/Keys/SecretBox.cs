using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Centre;

/// <summary>Encrypts small secrets under a 32-byte key: AES-256-GCM (NIST SP 800-38D), <c>nonce[12] ‖ ciphertext ‖ tag[16]</c>.</summary>
/// <remarks>
/// Each wrap draws a random nonce; a key wraps far fewer than 2³² secrets, so nonces do not meet. The purpose is authenticated, so
/// that a secret wrapped for one use cannot be passed off for another. Safe for use by several threads at once.
/// </remarks>
public sealed class SecretBox : IDisposable
{
    /// <summary>Bytes in the wrapping key.</summary>
    public const int KeySize = 32;

    private const int NonceSize = 12;
    private const int TagSize = 16;

    // AesGcm holds one context of OpenSSL's: two threads in it at once mix their nonces and texts.
    private readonly Lock _gate = new();
    private readonly AesGcm _cipher;

    /// <summary>Takes the key; the caller clears its copy.</summary>
    public SecretBox(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeySize);
        _cipher = new AesGcm(key, TagSize);
    }

    /// <summary>Bytes that wrapping adds.</summary>
    public const int Overhead = NonceSize + TagSize;

    /// <summary>Encrypts <paramref name="secret"/> for <paramref name="purpose"/>.</summary>
    public byte[] Wrap(ReadOnlySpan<byte> secret, string purpose)
    {
        var wrapped = new byte[Overhead + secret.Length];
        var nonce = wrapped.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        lock (_gate)
        {
            _cipher.Encrypt(nonce, secret, wrapped.AsSpan(NonceSize, secret.Length), wrapped.AsSpan(^TagSize..), Encoding.UTF8.GetBytes(purpose));
        }

        return wrapped;
    }

    /// <summary>Decrypts what <see cref="Wrap"/> made with the same key and purpose.</summary>
    /// <exception cref="CryptographicException">Another key, another purpose, or altered bytes.</exception>
    public byte[] Unwrap(ReadOnlySpan<byte> wrapped, string purpose)
    {
        if (wrapped.Length < Overhead)
        {
            throw new CryptographicException("The wrapped secret is too short.");
        }

        var secret = new byte[wrapped.Length - Overhead];
        lock (_gate)
        {
            _cipher.Decrypt(wrapped[..NonceSize], wrapped[NonceSize..^TagSize], wrapped[^TagSize..], secret, Encoding.UTF8.GetBytes(purpose));
        }

        return secret;
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();
}
