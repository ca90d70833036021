using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Centre;

/// <summary>A P-256 key agreement key: others wrap secrets to its public half, its holder opens them.</summary>
/// <remarks>
/// Ephemeral-static ECDH (NIST SP 800-56A), HKDF-SHA256 (RFC 5869) with the context as info, AES-256-GCM. Wrapped form:
/// <c>ephemeral public key[65, uncompressed point] ‖ nonce[12] ‖ ciphertext ‖ tag[16]</c> (docs/formats/ledger.md).
/// </remarks>
public sealed class OpeningKey : IDisposable
{
    private const int PointSize = 65;

    private readonly ECDiffieHellman _key;

    private OpeningKey(ECDiffieHellman key) => _key = key;

    /// <summary>The public half: SubjectPublicKeyInfo, DER.</summary>
    public byte[] PublicKey => _key.ExportSubjectPublicKeyInfo();

    /// <summary>Reads PKCS#8 PEM.</summary>
    /// <exception cref="CryptographicException">It is no key on P-256.</exception>
    public static OpeningKey FromPem(string pem)
    {
        var key = ECDiffieHellman.Create();
        key.ImportFromPem(pem);
        return Checked(key);
    }

    /// <summary>Bytes that wrapping adds.</summary>
    public const int Overhead = PointSize + SecretBox.Overhead;

    /// <summary>Whether these bytes are a public half: SPKI DER of a P-256 key, in its one spelling.</summary>
    public static bool IsPublicKey(ReadOnlySpan<byte> publicKey) => Proofs.PublicKey.TryFromSpki(publicKey, out _);

    /// <summary>Encrypts <paramref name="secret"/> to the holder of <paramref name="publicKey"/> (SPKI DER).</summary>
    /// <exception cref="ArgumentException">It is no P-256 key.</exception>
    public static byte[] WrapTo(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> secret, string context)
    {
        if (!IsPublicKey(publicKey))
        {
            throw new ArgumentException("This is no public key on P-256.", nameof(publicKey));
        }

        using var recipient = ECDiffieHellman.Create();
        recipient.ImportSubjectPublicKeyInfo(publicKey, out _);
        using var ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var point = ephemeral.PublicKey.ExportParameters().Q;
        var key = Agree(ephemeral, recipient.PublicKey, point, context);
        try
        {
            using var cipher = new SecretBox(key);
            return [4, .. point.X!, .. point.Y!, .. cipher.Wrap(secret, context)];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Decrypts what <see cref="WrapTo"/> made for this key and context.</summary>
    /// <exception cref="CryptographicException">Another key, another context, or altered bytes.</exception>
    public byte[] Open(ReadOnlySpan<byte> wrapped, string context)
    {
        if (wrapped.Length < PointSize + SecretBox.Overhead || wrapped[0] != 4)
        {
            throw new CryptographicException("The wrapped secret is malformed.");
        }

        var point = new ECPoint { X = wrapped[1..33].ToArray(), Y = wrapped[33..PointSize].ToArray() };
        using var ephemeral = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
        var key = Agree(_key, ephemeral.PublicKey, point, context);
        try
        {
            using var cipher = new SecretBox(key);
            return cipher.Unwrap(wrapped[PointSize..], context);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private static byte[] Agree(ECDiffieHellman own, ECDiffieHellmanPublicKey other, ECPoint ephemeral, string context)
    {
        var shared = own.DeriveRawSecretAgreement(other);
        try
        {
            return HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, SecretBox.KeySize, salt: [.. ephemeral.X!, .. ephemeral.Y!], info: Encoding.UTF8.GetBytes("vitrine/wrap/v1\n" + context));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(shared);
        }
    }

    private static OpeningKey Checked(ECDiffieHellman key)
    {
        // Other curves have keys of 256 bits too.
        if (IsPublicKey(key.ExportSubjectPublicKeyInfo()))
        {
            return new OpeningKey(key);
        }

        key.Dispose();
        throw new CryptographicException("The key is not on P-256.");
    }
}
