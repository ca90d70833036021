using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Proofs;

/// <summary>A public key that verifies signatures on notes, with its name.</summary>
/// <remarks>
/// C2SP signed-note v1.0.0. As text (a vkey): <c>name+hex8+base64(type ‖ key)</c>, where the eight hex digits are the key id,
/// the first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ key). Types 0x01 and 0x04, both with 32-byte Ed25519 keys, are known and verified with;
/// type 0x06, with 1,312-byte ML-DSA-44 keys, is known and not verified with. A key of another type, or whose id is not computed so, is refused. At
/// most 2,048 characters; every accepted text is written back exactly.
/// </remarks>
public sealed class NoteVerifier : IEquatable<NoteVerifier>
{
    /// <summary>The most characters a key's text may have.</summary>
    public const int MaxLength = 2048;

    private const int MLDsa44KeySize = 1312;
    private readonly byte[] _publicKey;
    private SafeHandle? _key;

    private NoteVerifier(string name, NoteAlgorithm algorithm, byte[] publicKey)
    {
        Name = name;
        Algorithm = algorithm;
        _publicKey = publicKey;
        KeyId = ComputeKeyId(name, algorithm, publicKey);
    }

    /// <summary>The name, as it stands in signature lines.</summary>
    public string Name { get; }

    /// <summary>The key id, as it stands in signatures.</summary>
    public uint KeyId { get; }

    /// <summary>What the key signs with.</summary>
    public NoteAlgorithm Algorithm { get; }

    /// <summary>
    /// Whether signatures can be verified with it here. ML-DSA-44 wants OpenSSL 3.5; with it, this line, the size of its signature and
    /// <see cref="Verify"/> are what changes.
    /// </summary>
    public bool CanVerify => Algorithm is NoteAlgorithm.Ed25519 or NoteAlgorithm.Cosignature;

    /// <summary>The bytes of the public key: 32 of Ed25519, 1,312 of ML-DSA-44.</summary>
    public ReadOnlySpan<byte> PublicKey => _publicKey;

    // Loaded when libcrypto is first asked; of two threads that load it at once, either's does.
    private SafeHandle Key => _key ??= Ed25519.LoadPublic(_publicKey);

    /// <summary>A key from its parts.</summary>
    /// <exception cref="ArgumentException">The name is none, the type is not known or the key has not its size.</exception>
    public static NoteVerifier Create(string name, NoteAlgorithm algorithm, ReadOnlySpan<byte> publicKey)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!NoteName.IsValid(name))
        {
            throw new ArgumentException("A key's name is not empty, holds no space, no plus and no control character, and has at most 255 bytes.", nameof(name));
        }

        var size = KeySize(algorithm) ?? throw new ArgumentOutOfRangeException(nameof(algorithm));
        return publicKey.Length == size
            ? new NoteVerifier(name, algorithm, publicKey.ToArray())
            : throw new ArgumentException($"The key has {publicKey.Length} bytes, not {size}.", nameof(publicKey));
    }

    /// <summary>Reads a vkey.</summary>
    /// <exception cref="NoteFormatException">The text is none, or of a type that is not known here.</exception>
    public static NoteVerifier Parse(string vkey)
    {
        ArgumentNullException.ThrowIfNull(vkey);
        return TryParse(vkey, out var verifier) ? verifier : throw new NoteFormatException(
            NoteVerdict.Malformed, "This is no verifier key: name+keyid+base64 with a key of type 01, 04 or 06 and its key id is wanted.");
    }

    /// <summary>Reads a vkey; false where <see cref="Parse"/> would throw.</summary>
    public static bool TryParse(string? vkey, [NotNullWhen(true)] out NoteVerifier? verifier)
    {
        verifier = null;
        if (vkey is null || !NoteName.TrySplitKey(vkey, MaxLength, out var name, out var keyId, out var bytes))
        {
            return false;
        }

        var algorithm = (NoteAlgorithm)bytes[0];
        if (bytes.Length - 1 != KeySize(algorithm))
        {
            return false;
        }

        var parsed = new NoteVerifier(name, algorithm, bytes[1..]);
        verifier = parsed.KeyId == keyId ? parsed : null;
        return verifier is not null;
    }

    /// <summary>
    /// Whether <paramref name="signature"/> (what follows the key id: 64 bytes, or for a cosignature 8 bytes of time and 64) is this key's on
    /// <paramref name="text"/>.
    /// </summary>
    /// <param name="text">The note's text with its final newline.</param>
    /// <param name="signature">The signature's bytes.</param>
    /// <param name="time">When a cosignature was made; null for other types.</param>
    public bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature, out DateTimeOffset? time)
    {
        time = null;
        return Algorithm switch
        {
            NoteAlgorithm.Ed25519 => Holds(text, signature),
            NoteAlgorithm.Cosignature => VerifyCosignature(text, signature, out time),
            _ => false,
        };
    }

    /// <summary>The vkey.</summary>
    public override string ToString() => $"{Name}+{KeyId:x8}+{Convert.ToBase64String([(byte)Algorithm, .. _publicKey])}";

    /// <summary>Equal name, type and key.</summary>
    public bool Equals(NoteVerifier? other) =>
        other is not null && Name == other.Name && Algorithm == other.Algorithm && _publicKey.AsSpan().SequenceEqual(other._publicKey);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NoteVerifier);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, KeyId);

    internal static uint ComputeKeyId(string name, NoteAlgorithm algorithm, ReadOnlySpan<byte> publicKey)
    {
        Span<byte> hash = stackalloc byte[Digest.Size];
        SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', (byte)algorithm, .. publicKey], hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash);
    }

    private static int? KeySize(NoteAlgorithm algorithm) => algorithm switch
    {
        NoteAlgorithm.Ed25519 or NoteAlgorithm.Cosignature => Ed25519.PublicKeySize,
        NoteAlgorithm.MLDsa44 => MLDsa44KeySize,
        _ => null,
    };

    private bool Holds(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Sodium.Accepts(_publicKey, message, signature) || Ed25519.Verify(Key, message, signature);

    private bool VerifyCosignature(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature, out DateTimeOffset? time)
    {
        time = null;
        if (signature.Length != Cosigner.SignatureSize)
        {
            return false;
        }

        var seconds = BinaryPrimitives.ReadUInt64BigEndian(signature);
        if (seconds > Cosigner.MaxTime || !Holds(Cosigner.Message(seconds, text), signature[8..]))
        {
            return false;
        }

        time = DateTimeOffset.FromUnixTimeSeconds((long)seconds);
        return true;
    }
}
