using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Vitrine.Proofs;

/// <summary>Ed25519 signatures.</summary>
/// <remarks>
/// RFC 8032 section 5.1, pure Ed25519: seed 32 bytes, public key 32, signature 64, deterministic. The arithmetic is that of OpenSSL's
/// libcrypto 3 (<c>libcrypto.so.3</c>), which .NET's own cryptography needs on the same machine; this type and <see cref="Sha256"/> alone
/// call it. <see cref="Sodium"/> says yes sooner where it is installed. A signature whose S is not below the group order, or whose R is not the canonical encoding, is refused (OpenSSL
/// compares R byte by byte). Public keys of small order are not refused: keys come from a policy, never from what they verify.
/// </remarks>
public static partial class Ed25519
{
    /// <summary>Bytes in a private seed.</summary>
    public const int SeedSize = 32;

    /// <summary>Bytes in a public key.</summary>
    public const int PublicKeySize = 32;

    /// <summary>Bytes in a signature.</summary>
    public const int SignatureSize = 64;

    /// <summary>Writes the public key of <paramref name="seed"/> to <paramref name="publicKey"/> (32 bytes each).</summary>
    /// <exception cref="PlatformNotSupportedException">OpenSSL 3 is not installed.</exception>
    public static void PublicKey(ReadOnlySpan<byte> seed, Span<byte> publicKey)
    {
        RequireLength(seed.Length, SeedSize, nameof(seed));
        RequireLength(publicKey.Length, PublicKeySize, nameof(publicKey));
        using var key = Key.FromSeed(seed);
        nuint length = PublicKeySize;
        Require(EVP_PKEY_get_raw_public_key(key, publicKey, ref length));
    }

    /// <summary>Signs <paramref name="message"/> and writes 64 bytes to <paramref name="signature"/>.</summary>
    /// <exception cref="PlatformNotSupportedException">OpenSSL 3 is not installed.</exception>
    public static void Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        using var key = Load(seed);
        Sign(key, message, signature);
    }

    // A loaded key signs in half the time: loading computes the public key.
    internal static SafeHandle Load(ReadOnlySpan<byte> seed)
    {
        RequireLength(seed.Length, SeedSize, nameof(seed));
        return Key.FromSeed(seed);
    }

    internal static void Sign(SafeHandle key, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        RequireLength(signature.Length, SignatureSize, nameof(signature));
        using var context = Context.New();
        Require(EVP_DigestSignInit(context, 0, 0, 0, (Key)key));
        nuint length = SignatureSize;
        Require(EVP_DigestSign(context, signature, ref length, message, (nuint)message.Length));
    }

    /// <summary>
    /// Whether <paramref name="signature"/> is that of <paramref name="message"/> under <paramref name="publicKey"/>.
    /// Another length of key or signature is a no.
    /// </summary>
    /// <exception cref="PlatformNotSupportedException">OpenSSL 3 is not installed.</exception>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != PublicKeySize || signature.Length != SignatureSize)
        {
            return false;
        }

        if (Sodium.Accepts(publicKey, message, signature))
        {
            return true;
        }

        using var key = Key.FromPublicKey(publicKey);
        return Verify(key, message, signature);
    }

    // For a key that verifies more than once. The context is made anew each time: OpenSSL 3 passes over the key that is given to one which has a key.
    internal static SafeHandle LoadPublic(ReadOnlySpan<byte> publicKey)
    {
        RequireLength(publicKey.Length, PublicKeySize, nameof(publicKey));
        return Key.FromPublicKey(publicKey);
    }

    // By libcrypto alone.
    internal static bool Verify(SafeHandle key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureSize)
        {
            return false;
        }

        using var context = Context.New();
        Require(EVP_DigestVerifyInit(context, 0, 0, 0, (Key)key));
        if (EVP_DigestVerify(context, signature, SignatureSize, message, (nuint)message.Length) == 1)
        {
            return true;
        }

        // A refusal leaves its reason in the thread's queue, where a later caller of OpenSSL would take it for its own.
        ERR_clear_error();
        return false;
    }

    private const string Library = "libcrypto.so.3";
    private const int KeyType = 1087; // EVP_PKEY_ED25519

    private static void RequireLength(int length, int wanted, string name)
    {
        if (length != wanted)
        {
            throw new ArgumentException($"{wanted} bytes are wanted, not {length}.", name);
        }
    }

    private static void Require(int result)
    {
        if (result != 1)
        {
            ERR_clear_error();
            throw new CryptographicException("OpenSSL refused an Ed25519 operation.");
        }
    }

    private static PlatformNotSupportedException Missing(Exception cause) =>
        new($"Ed25519 needs OpenSSL 3 ({Library}). On Debian and Ubuntu: apt install libssl3", cause);

    private sealed class Key() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        public static Key FromSeed(ReadOnlySpan<byte> seed)
        {
            try
            {
                return Checked(EVP_PKEY_new_raw_private_key(KeyType, 0, seed, SeedSize));
            }
            catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
            {
                throw Missing(e);
            }
        }

        public static Key FromPublicKey(ReadOnlySpan<byte> publicKey)
        {
            try
            {
                return Checked(EVP_PKEY_new_raw_public_key(KeyType, 0, publicKey, PublicKeySize));
            }
            catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
            {
                throw Missing(e);
            }
        }

        protected override bool ReleaseHandle()
        {
            EVP_PKEY_free(handle);
            return true;
        }

        private static Key Checked(Key key)
        {
            Require(key.IsInvalid ? 0 : 1);
            return key;
        }
    }

    private sealed class Context() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        public static Context New()
        {
            var context = EVP_MD_CTX_new();
            Require(context.IsInvalid ? 0 : 1);
            return context;
        }

        protected override bool ReleaseHandle()
        {
            EVP_MD_CTX_free(handle);
            return true;
        }
    }

    [LibraryImport(Library)]
    private static partial Key EVP_PKEY_new_raw_private_key(int type, nint engine, ReadOnlySpan<byte> bytes, nuint length);

    [LibraryImport(Library)]
    private static partial Key EVP_PKEY_new_raw_public_key(int type, nint engine, ReadOnlySpan<byte> bytes, nuint length);

    [LibraryImport(Library)]
    private static partial int EVP_PKEY_get_raw_public_key(Key key, Span<byte> bytes, ref nuint length);

    [LibraryImport(Library)]
    private static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Library)]
    private static partial Context EVP_MD_CTX_new();

    [LibraryImport(Library)]
    private static partial void EVP_MD_CTX_free(nint context);

    [LibraryImport(Library)]
    private static partial int EVP_DigestSignInit(Context context, nint keyContext, nint digest, nint engine, Key key);

    [LibraryImport(Library)]
    private static partial int EVP_DigestSign(
        Context context, Span<byte> signature, ref nuint signatureLength, ReadOnlySpan<byte> message, nuint length);

    [LibraryImport(Library)]
    private static partial int EVP_DigestVerifyInit(Context context, nint keyContext, nint digest, nint engine, Key key);

    [LibraryImport(Library)]
    private static partial int EVP_DigestVerify(
        Context context, ReadOnlySpan<byte> signature, nuint signatureLength, ReadOnlySpan<byte> message, nuint length);

    [LibraryImport(Library)]
    private static partial void ERR_clear_error();
}
