using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Vitrine.Proofs;

/// <summary>A party's public key: ECDSA over P-256 with SHA-256.</summary>
/// <remarks>
/// RFC 5480 SubjectPublicKeyInfo, DER, named curve, uncompressed point: exactly <see cref="SpkiSize"/> bytes, of which the first 27
/// are fixed, so that a key has one spelling. Signatures are RFC 3279 DER sequences. Loading one takes longer than verifying with it, since the point
/// is checked: whoever may meet a key again keeps it.
/// </remarks>
public sealed class PublicKey : IEquatable<PublicKey>
{
    /// <summary>Bytes in a SubjectPublicKeyInfo: 91.</summary>
    public const int SpkiSize = 91;

    private const string PemLabel = "PUBLIC KEY";

    private readonly byte[] _spki;
    private readonly ECDsa _ecdsa; // Not made for several threads at once: one takes it.

    private PublicKey(byte[] spki, ECDsa ecdsa)
    {
        _spki = spki;
        _ecdsa = ecdsa;
        KeyId = Digest.Of(spki);
    }

    /// <summary>SHA-256 of the SubjectPublicKeyInfo.</summary>
    public Digest KeyId { get; }

    /// <summary>The SubjectPublicKeyInfo, DER.</summary>
    public ReadOnlySpan<byte> Spki => _spki;

    /// <summary>SEQUENCE { SEQUENCE { ecPublicKey, prime256v1 }, BIT STRING { 04 …: what follows is x and y, 32 bytes each.</summary>
    private static ReadOnlySpan<byte> Prefix =>
    [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
        0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
    ];

    /// <summary>Reads a SubjectPublicKeyInfo; only a point on P-256 in the one spelling passes.</summary>
    public static bool TryFromSpki(ReadOnlySpan<byte> spki, [NotNullWhen(true)] out PublicKey? key)
    {
        key = null;
        if (spki.Length != SpkiSize || !spki.StartsWith(Prefix))
        {
            return false;
        }

        var copy = spki.ToArray();
        try
        {
            key = new PublicKey(copy, Import(copy));
            return true;
        }
        catch (CryptographicException)
        {
            return false; // Not a point on the curve.
        }
    }

    /// <summary>Reads a SubjectPublicKeyInfo.</summary>
    /// <exception cref="KeyFormatException">It is not a P-256 key in the one spelling.</exception>
    public static PublicKey FromSpki(ReadOnlySpan<byte> spki) =>
        TryFromSpki(spki, out var key) ? key : throw new KeyFormatException("This is not the SubjectPublicKeyInfo of a P-256 key (91 bytes, uncompressed point).");

    /// <summary>Reads the base64 of a SubjectPublicKeyInfo, as a policy holds it.</summary>
    public static bool TryFromBase64(ReadOnlySpan<char> text, [NotNullWhen(true)] out PublicKey? key)
    {
        key = null;
        return CanonicalBase64.TryDecode(text, SpkiSize, out var spki) && TryFromSpki(spki, out key);
    }

    /// <summary>Reads a PEM text with one PUBLIC KEY and nothing else.</summary>
    /// <exception cref="KeyFormatException">It is anything else.</exception>
    public static PublicKey FromPem(ReadOnlySpan<char> pem) => FromSpki(Pem.Read(pem, PemLabel));

    /// <summary>PEM text that ends in a line feed.</summary>
    public string ToPem() => PemEncoding.WriteString(PemLabel, _spki) + "\n";

    /// <summary>Standard base64 of the SubjectPublicKeyInfo.</summary>
    public string ToBase64() => Convert.ToBase64String(_spki);

    /// <summary>Whether <paramref name="signature"/> (a DER sequence) is this key's over <paramref name="data"/>.</summary>
    public bool Verifies(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        lock (_ecdsa)
        {
            return _ecdsa.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
    }

    /// <inheritdoc/>
    public bool Equals(PublicKey? other) => other is not null && KeyId == other.KeyId;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PublicKey);

    /// <inheritdoc/>
    public override int GetHashCode() => KeyId.GetHashCode();

    /// <summary>The key id, 64 lower-case hexadecimal digits.</summary>
    public override string ToString() => KeyId.ToHex();

    private static ECDsa Import(byte[] spki) => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = spki[27..59], Y = spki[59..] },
    });
}
