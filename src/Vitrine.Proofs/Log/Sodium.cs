using System.Runtime.InteropServices;

namespace Vitrine.Proofs;

/// <summary>Ed25519 verification by libsodium 1.0.18 or later (<c>libsodium.so.23</c>) where it is installed: it takes a third of the time of libcrypto's.</summary>
/// <remarks>
/// A quick yes, never a no: both compare the same point, <c>[S]B − [h]A</c>, byte by byte with R, and libsodium refuses more besides (keys and points of small order, other spellings of a key). So what it accepts,
/// libcrypto accepts, and what it refuses, libcrypto is asked about: the verdict is the same with and without it.
/// </remarks>
internal static partial class Sodium
{
    private const string Library = "libsodium.so.23";

    /// <summary>Whether it is installed and ready.</summary>
    public static bool IsThere { get; } = Start();

    /// <summary>Whether it accepts a signature (64 bytes) under a key (32 bytes).</summary>
    public static bool Accepts(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        IsThere && publicKey.Length == Ed25519.PublicKeySize && signature.Length == Ed25519.SignatureSize
            && crypto_sign_verify_detached(signature, message, (ulong)message.Length, publicKey) == 0;

    private static bool Start()
    {
        try
        {
            return sodium_init() >= 0;
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport(Library)]
    private static partial int sodium_init();

    [LibraryImport(Library)]
    private static partial int crypto_sign_verify_detached(ReadOnlySpan<byte> signature, ReadOnlySpan<byte> message, ulong length, ReadOnlySpan<byte> publicKey);
}
