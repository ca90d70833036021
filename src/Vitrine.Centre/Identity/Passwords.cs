using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Centre;

/// <summary>Passwords: what is accepted, and scrypt (RFC 7914) with N = 2¹⁵, r = 8, p = 3, a 16-byte salt and 32 bytes out.</summary>
/// <remarks>The cost is one of those that OWASP's password storage sheet names as equal (32 MiB a guess); OpenSSL's EVP_PBE_scrypt computes it.</remarks>
public static partial class Passwords
{
    /// <summary>The shortest password accepted, in characters.</summary>
    public const int MinLength = 12;

    /// <summary>The longest password accepted, in characters.</summary>
    public const int MaxLength = 256;

    /// <summary>Bytes in a salt.</summary>
    public const int SaltSize = 16;

    private const int MinDistinct = 6;
    private const int ShortestNameLookedFor = 4;
    private const int KeySize = 32;

    private static readonly SemaphoreSlim AtOnce = new(Environment.ProcessorCount);

    private static readonly string[] Known = ["password", "passwort", "qwerty", "azerty", "letmein", "welcome", "administrator", "vitrine", "123456", "abcdef", "iloveyou", "changeme"];

    /// <summary>Why a password is too weak, as a sentence; null when it is accepted.</summary>
    public static string? Weakness(string password, string name)
    {
        if (password.Length is < MinLength or > MaxLength)
        {
            return $"A password has {MinLength} to {MaxLength} characters; this one has {password.Length}.";
        }

        if (name.Length >= ShortestNameLookedFor && password.Contains(name, StringComparison.OrdinalIgnoreCase))
        {
            return "A password must not contain the account's name.";
        }

        if (password.Distinct().Count() < MinDistinct)
        {
            return $"A password has at least {MinDistinct} different characters.";
        }

        var rest = Known.Aggregate(password.ToLowerInvariant(), (text, word) => text.Replace(word, "", StringComparison.Ordinal));
        return rest.Distinct().Count() < MinDistinct ? "This password is made of words that are guessed first." : null;
    }

    /// <summary>A random password of 100 bits: five groups of four letters and digits that are not mistaken for each other.</summary>
    public static string Generate() =>
        string.Join('-', Enumerable.Range(0, 5).Select(_ => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789AC", 4)));

    /// <summary>A new random salt.</summary>
    public static byte[] Salt() => RandomNumberGenerator.GetBytes(SaltSize);

    /// <summary>Derives 32 bytes from a password; the caller clears them where they are a key. As many run at once as there are cores.</summary>
    public static byte[] Derive(string password, ReadOnlySpan<byte> salt)
    {
        // 32 MiB each: strangers who sign in by the thousand wait, and do not fill the memory.
        AtOnce.Wait();
        try
        {
            return DeriveCore(password, salt);
        }
        finally
        {
            AtOnce.Release();
        }
    }

    private static unsafe byte[] DeriveCore(string password, ReadOnlySpan<byte> salt)
    {
        var bytes = Encoding.UTF8.GetBytes(password);
        var key = new byte[KeySize];
        try
        {
            fixed (byte* secret = bytes)
            fixed (byte* grain = salt)
            fixed (byte* output = key)
            {
                if (Scrypt(secret, (nuint)bytes.Length, grain, (nuint)salt.Length, 1 << 15, 8, 3, 64 * 1024 * 1024, output, KeySize) != 1)
                {
                    throw new CryptographicException("OpenSSL's scrypt failed.");
                }
            }

            return key;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    [LibraryImport("libcrypto.so.3", EntryPoint = "EVP_PBE_scrypt")]
    private static unsafe partial int Scrypt(byte* password, nuint passwordLength, byte* salt, nuint saltLength, ulong n, ulong r, ulong p, ulong maxMemory, byte* key, nuint keyLength);
}
