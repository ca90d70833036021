using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Centre;

/// <summary>A P-256 key agreement key: others wrap secrets to its public half, its holder opens them. It keeps those that it followed, for what was wrapped to them.</summary>
/// <remarks>
/// Ephemeral-static ECDH (NIST SP 800-56A), HKDF-SHA256 (RFC 5869) with the context as info, AES-256-GCM. Wrapped form:
/// <c>ephemeral public key[65, uncompressed point] ‖ nonce[12] ‖ ciphertext ‖ tag[16]</c> (docs/formats/ledger.md).
/// </remarks>
public sealed class OpeningKey : IDisposable
{
    private const int PointSize = 65;

    /// <summary>Keys of one holder, at most.</summary>
    public const int MaxKeys = 64;

    // The newest first.
    private readonly List<ECDiffieHellman> _keys = [];

    private OpeningKey()
    {
    }

    /// <summary>The public half of the newest: SubjectPublicKeyInfo, DER.</summary>
    public byte[] PublicKey => _keys[0].ExportSubjectPublicKeyInfo();

    /// <summary>Reads PKCS#8 PEM: one key, and below it those that it followed.</summary>
    /// <exception cref="CryptographicException">One is no key on P-256, or there are too many.</exception>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static OpeningKey FromPem(string pem)
    {
        var read = new OpeningKey();
        try
        {
            for (var rest = pem.AsSpan(); read._keys.Count == 0 || PemEncoding.TryFind(rest, out _);)
            {
                var key = ECDiffieHellman.Create();
                read._keys.Add(key);
                var block = PemEncoding.Find(rest);
                key.ImportFromPem(rest[block.Location]);
                rest = rest[block.Location.End..];
                if (read._keys.Count > MaxKeys || !IsPublicKey(key.ExportSubjectPublicKeyInfo()))
                {
                    throw new CryptographicException($"An opening key is on P-256, and has at most {MaxKeys - 1} before it.");
                }
            }

            return read;
        }
        catch
        {
            read.Dispose();
            throw;
        }
    }

    /// <summary>Whether a public half is that of this key, or of one that it followed.</summary>
    public bool Holds(ReadOnlySpan<byte> publicKey)
    {
        foreach (var key in _keys)
        {
            if (publicKey.SequenceEqual(key.ExportSubjectPublicKeyInfo()))
            {
                return true;
            }
        }

        return false;
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

    /// <summary>Decrypts what <see cref="WrapTo"/> made for this key, or one that it followed, and context.</summary>
    /// <exception cref="CryptographicException">Another key, another context, or altered bytes.</exception>
    public byte[] Open(ReadOnlySpan<byte> wrapped, string context)
    {
        if (wrapped.Length < PointSize + SecretBox.Overhead || wrapped[0] != 4)
        {
            throw new CryptographicException("The wrapped secret is malformed.");
        }

        var point = new ECPoint { X = wrapped[1..33].ToArray(), Y = wrapped[33..PointSize].ToArray() };
        using var ephemeral = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
        for (var i = 0; ; i++)
        {
            var key = Agree(_keys[i], ephemeral.PublicKey, point, context);
            try
            {
                using var cipher = new SecretBox(key);
                return cipher.Unwrap(wrapped[PointSize..], context);
            }
            catch (AuthenticationTagMismatchException) when (i + 1 < _keys.Count)
            {
                // Not wrapped to this one; nothing in the wrapping says to which it was.
            }
            finally
            {
                CryptographicOperations.ZeroMemory(key);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _keys.ForEach(key => key.Dispose());

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
}
