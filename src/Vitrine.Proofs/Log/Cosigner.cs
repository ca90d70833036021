using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Proofs;

/// <summary>A private key that cosigns checkpoints with their time (type 0x04): a witness's key.</summary>
/// <remarks>
/// C2SP tlog-cosignature v1.0.1, cosignature/v1. Signed are <c>cosignature/v1\ntime T\n</c> and the note's text; the signature is the
/// time (big-endian u64, seconds since 1970) and 64 bytes of Ed25519. A time after the year 9999 is refused.
/// </remarks>
public sealed class Cosigner
{
    /// <summary>Bytes in a cosignature: 8 of time, 64 of Ed25519.</summary>
    public const int SignatureSize = 8 + Ed25519.SignatureSize;

    internal const ulong MaxTime = 253_402_300_799; // 9999-12-31T23:59:59Z
    private readonly SafeHandle _key;

    private Cosigner(string name, byte[] seed)
    {
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

    internal static byte[] Message(ulong seconds, ReadOnlySpan<byte> text)
    {
        var head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {seconds}\n"));
        return [.. head, .. text];
    }
}
