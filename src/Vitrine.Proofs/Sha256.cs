using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Vitrine.Proofs;

/// <summary>SHA-256 of short inputs, fast: what trees, proofs and names are made of.</summary>
/// <remarks>
/// FIPS 180-4, by the same libcrypto 3 that .NET's own cryptography uses on Linux. .NET's one-shot call makes and frees a context each time,
/// which costs three times what hashing an inner node does; here each thread keeps one, and the algorithm is fetched once. Where there is no
/// such library, .NET's own call is used. Figures: docs/design/log.md.
/// </remarks>
internal static unsafe partial class Sha256
{
    private const string Library = "libcrypto.so.3";

    /// <summary>The fetched algorithm; 0 where there is no OpenSSL 3.</summary>
    private static readonly nint s_algorithm = Fetch();

    [ThreadStatic]
    private static Context? t_context;

    /// <summary>Writes the 32 bytes of SHA-256(<paramref name="first"/> ‖ <paramref name="second"/>).</summary>
    /// <remarks>Not inlined: a caller's frame would grow, and be cleared with wide stores on which the calls out then wait (twice the time).</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Hash(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> hash)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hash.Length, Digest.Size);
        if (s_algorithm == 0)
        {
            HashPortably(first, second, hash);
            return;
        }

        var context = t_context ??= new Context();
        fixed (byte* one = first, two = second, to = hash)
        {
            if ((EVP_DigestInit_ex2(context.Pointer, s_algorithm, 0)
                & EVP_DigestUpdate(context.Pointer, one, (nuint)first.Length)
                & (second.IsEmpty ? 1 : EVP_DigestUpdate(context.Pointer, two, (nuint)second.Length))
                & EVP_DigestFinal_ex(context.Pointer, to, null)) != 1)
            {
                throw new CryptographicException("OpenSSL refused to compute SHA-256.");
            }
        }
    }

    /// <summary>The same without libcrypto.</summary>
    internal static void HashPortably(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> hash)
    {
        using var incremental = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        incremental.AppendData(first);
        incremental.AppendData(second);
        incremental.GetHashAndReset(hash);
    }

    private static nint Fetch()
    {
        try
        {
            return EVP_MD_fetch(0, "SHA2-256", null);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return 0;
        }
    }

    /// <summary>One thread's context, freed after the thread.</summary>
    private sealed class Context
    {
        public Context()
        {
            Pointer = EVP_MD_CTX_new();
            if (Pointer == 0)
            {
                throw new CryptographicException("OpenSSL has no memory for SHA-256.");
            }
        }

        ~Context() => EVP_MD_CTX_free(Pointer);

        public nint Pointer { get; }
    }

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint EVP_MD_fetch(nint library, string algorithm, string? properties);

    [LibraryImport(Library)]
    private static partial nint EVP_MD_CTX_new();

    [LibraryImport(Library)]
    private static partial void EVP_MD_CTX_free(nint context);

    [LibraryImport(Library)]
    private static partial int EVP_DigestInit_ex2(nint context, nint algorithm, nint parameters);

    [LibraryImport(Library)]
    private static partial int EVP_DigestUpdate(nint context, byte* data, nuint length);

    [LibraryImport(Library)]
    private static partial int EVP_DigestFinal_ex(nint context, byte* hash, uint* length);
}
