using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Vitrine.Proofs;

/// <summary>A private key that signs notes with Ed25519 (type 0x01), with its name: a log's key.</summary>
/// <remarks>
/// As text: <c>PRIVATE+KEY+name+hex8+base64(0x01 ‖ seed)</c>, the form that the Go module golang.org/x/mod/sumdb/note reads. The text is a
/// secret: keep it in a file of mode 0600.
/// </remarks>
public sealed class NoteSigner
{
    private readonly byte[] _seed;
    private readonly SafeHandle _key;

    private NoteSigner(string name, byte[] seed)
    {
        _seed = seed;
        _key = Ed25519.Load(seed);
        Span<byte> publicKey = stackalloc byte[Ed25519.PublicKeySize];
        Ed25519.PublicKey(seed, publicKey);
        Verifier = NoteVerifier.Create(name, NoteAlgorithm.Ed25519, publicKey);
    }

    /// <summary>The name, as it stands in signature lines.</summary>
    public string Name => Verifier.Name;

    /// <summary>The public key.</summary>
    public NoteVerifier Verifier { get; }

    /// <summary>Makes a new key from the system's randomness.</summary>
    /// <exception cref="ArgumentException">The name is none.</exception>
    public static NoteSigner Generate(string name) => new(Named(name), RandomNumberGenerator.GetBytes(Ed25519.SeedSize));

    /// <summary>A key from its 32-byte seed.</summary>
    /// <exception cref="ArgumentException">The name is none, or there are not 32 bytes.</exception>
    public static NoteSigner FromSeed(string name, ReadOnlySpan<byte> seed) => seed.Length == Ed25519.SeedSize
        ? new NoteSigner(Named(name), seed.ToArray())
        : throw new ArgumentException($"A seed has {Ed25519.SeedSize} bytes, not {seed.Length}.", nameof(seed));

    /// <summary>Reads a private key's text.</summary>
    /// <exception cref="NoteFormatException">The text is none. The message does not repeat it.</exception>
    public static NoteSigner Parse(string skey)
    {
        ArgumentNullException.ThrowIfNull(skey);
        return TryParse(skey, out var signer) ? signer : throw new NoteFormatException(
            NoteVerdict.Malformed, "This is no private note key: PRIVATE+KEY+name+keyid+base64 with an Ed25519 seed of type 01 and its key id is wanted.");
    }

    /// <summary>Reads a private key's text; false where <see cref="Parse"/> would throw.</summary>
    public static bool TryParse(string? skey, [NotNullWhen(true)] out NoteSigner? signer)
    {
        signer = null;
        if (!NoteSecret.TryParse(skey, NoteAlgorithm.Ed25519, out var name, out var keyId, out var seed))
        {
            return false;
        }

        var parsed = new NoteSigner(name, seed);
        signer = parsed.Verifier.KeyId == keyId ? parsed : null;
        return signer is not null;
    }

    /// <summary>The signature on a note's <paramref name="text"/> (with its final newline).</summary>
    public NoteSignature Sign(ReadOnlySpan<byte> text)
    {
        var signature = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(_key, text, signature);
        return new NoteSignature(Name, Verifier.KeyId, [.. signature]);
    }

    /// <summary>The private key's text. A secret.</summary>
    public string ToSecretText() => NoteSecret.Text(Verifier, _seed);

    /// <summary>The public key's text, never the private one's.</summary>
    public override string ToString() => Verifier.ToString();

    private static string Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return NoteName.IsValid(name) ? name : throw new ArgumentException(
            "A key's name is not empty, holds no space, no plus and no control character, and has at most 255 bytes.", nameof(name));
    }
}
