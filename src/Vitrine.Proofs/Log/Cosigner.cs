using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Proofs;

/// <summary>A private key that cosigns checkpoints with their time (type 0x04): a witness's key.</summary>
/// <remarks>
/// C2SP tlog-cosignature v1.0.1, cosignature/v1. Signed are <c>cosignature/v1\ntime T\n</c> and the note's text; the signature is the
/// time (big-endian u64, seconds since 1970) and 64 bytes of Ed25519. A time after the year 9999 is refused. As text:
/// <c>PRIVATE+KEY+name+hex8+base64(0x04 ‖ seed)</c>. The text is a secret: keep it in a file of mode 0600.
/// </remarks>
public sealed class Cosigner
{
    /// <summary>Bytes in a cosignature: 8 of time, 64 of Ed25519.</summary>
    public const int SignatureSize = 8 + Ed25519.SignatureSize;

    internal const ulong MaxTime = 253_402_300_799; // 9999-12-31T23:59:59Z
    private readonly byte[] _seed;
    private readonly SafeHandle _key;

    private Cosigner(string name, byte[] seed)
    {
        _seed = seed;
        _key = Ed25519.Load(seed);
        Span<byte> publicKey = stackalloc byte[Ed25519.PublicKeySize];
        Ed25519.PublicKey(seed, publicKey);
        Verifier = NoteVerifier.Create(name, NoteAlgorithm.Cosignature, publicKey);
    }

    /// <summary>The public key.</summary>
    public NoteVerifier Verifier { get; }

    /// <summary>Makes a new key from the system's randomness.</summary>
    /// <exception cref="ArgumentException">The name is none.</exception>
    public static Cosigner Generate(string name) => new(name, RandomNumberGenerator.GetBytes(Ed25519.SeedSize));

    /// <summary>A key from its 32-byte seed.</summary>
    /// <exception cref="ArgumentException">The name is none, or there are not 32 bytes.</exception>
    public static Cosigner FromSeed(string name, ReadOnlySpan<byte> seed) => seed.Length == Ed25519.SeedSize
        ? new Cosigner(name, seed.ToArray())
        : throw new ArgumentException($"A seed has {Ed25519.SeedSize} bytes, not {seed.Length}.", nameof(seed));

    /// <summary>Reads a private key's text.</summary>
    /// <exception cref="NoteFormatException">The text is none. The message does not repeat it.</exception>
    public static Cosigner Parse(string skey)
    {
        ArgumentNullException.ThrowIfNull(skey);
        return TryParse(skey, out var cosigner) ? cosigner : throw new NoteFormatException(
            NoteVerdict.Malformed, "This is no private witness key: PRIVATE+KEY+name+keyid+base64 with an Ed25519 seed of type 04 and its key id is wanted.");
    }

    /// <summary>Reads a private key's text; false where <see cref="Parse"/> would throw.</summary>
    public static bool TryParse(string? skey, [NotNullWhen(true)] out Cosigner? cosigner)
    {
        cosigner = null;
        if (!NoteSecret.TryParse(skey, NoteAlgorithm.Cosignature, out var name, out var keyId, out var seed))
        {
            return false;
        }

        var parsed = new Cosigner(name, seed);
        cosigner = parsed.Verifier.KeyId == keyId ? parsed : null;
        return cosigner is not null;
    }

    /// <summary>
    /// Cosigns a checkpoint's <paramref name="text"/>. Whoever calls this states that the log was consistent up to
    /// <paramref name="time"/>, and must have verified it and stored that it did.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is before 1970.</exception>
    public NoteSignature Sign(ReadOnlySpan<byte> text, DateTimeOffset time)
    {
        var seconds = time.ToUnixTimeSeconds();
        ArgumentOutOfRangeException.ThrowIfNegative(seconds, nameof(time));
        var signature = new byte[SignatureSize];
        BinaryPrimitives.WriteInt64BigEndian(signature, seconds);
        Ed25519.Sign(_key, Message((ulong)seconds, text), signature.AsSpan(8));
        return new NoteSignature(Verifier.Name, Verifier.KeyId, [.. signature]);
    }

    /// <summary>The private key's text. A secret.</summary>
    public string ToSecretText() => NoteSecret.Text(Verifier, _seed);

    /// <summary>The public key's text, never the private one's.</summary>
    public override string ToString() => Verifier.ToString();

    internal static byte[] Message(ulong seconds, ReadOnlySpan<byte> text)
    {
        var head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {seconds}\n"));
        return [.. head, .. text];
    }
}
