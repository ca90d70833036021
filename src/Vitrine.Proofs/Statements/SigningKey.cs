using System.Security.Cryptography;

namespace Vitrine.Proofs;

/// <summary>A party's private key: ECDSA over P-256 with SHA-256.</summary>
/// <remarks>PKCS #8 (RFC 5958), unencrypted, in PEM; whoever writes it to a file sets mode 0600.</remarks>
public sealed class SigningKey : IDisposable
{
    private const string PemLabel = "PRIVATE KEY";

    private readonly ECDsa _ecdsa;

    private SigningKey(ECDsa ecdsa)
    {
        _ecdsa = ecdsa;
        PublicKey = PublicKey.FromSpki(ecdsa.ExportSubjectPublicKeyInfo());
    }

    /// <summary>The key that verifies what this one signs.</summary>
    public PublicKey PublicKey { get; }

    /// <summary>A new key from the system's random source.</summary>
    public static SigningKey Generate() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads a PEM text with one PRIVATE KEY on P-256 and nothing else.</summary>
    /// <exception cref="KeyFormatException">It is anything else.</exception>
    public static SigningKey FromPkcs8Pem(ReadOnlySpan<char> pem)
    {
        var pkcs8 = Pem.Read(pem, PemLabel);
        var ecdsa = ECDsa.Create();
        try
        {
            ecdsa.ImportPkcs8PrivateKey(pkcs8, out var read);
            if (read != pkcs8.Length || ecdsa.ExportParameters(false).Curve.Oid.Value != "1.2.840.10045.3.1.7")
            {
                throw new KeyFormatException("This private key is not on P-256 (prime256v1).");
            }

            var key = new SigningKey(ecdsa);
            ecdsa = null;
            return key;
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            // The second is for a curve that nobody here knows.
            throw new KeyFormatException("This PEM text holds no private key for ECDSA.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
            ecdsa?.Dispose();
        }
    }

    /// <summary>The private key as PEM text that ends in a line feed: a secret.</summary>
    public string ToPkcs8Pem()
    {
        var pkcs8 = _ecdsa.ExportPkcs8PrivateKey();
        try
        {
            return PemEncoding.WriteString(PemLabel, pkcs8) + "\n";
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    /// <summary>A signature over <paramref name="data"/>: an RFC 3279 DER sequence, at most 72 bytes. Two calls give two signatures.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data) => _ecdsa.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    /// <inheritdoc/>
    public void Dispose() => _ecdsa.Dispose();
}
