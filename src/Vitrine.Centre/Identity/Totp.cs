using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Vitrine.Centre;

/// <summary>Time-based one-time codes: RFC 6238 with HMAC-SHA1, six digits, steps of 30 seconds, 20-byte secrets.</summary>
public static class Totp
{
    /// <summary>Bytes in a secret.</summary>
    public const int SecretSize = 20;

    private const int Step = 30;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The code of the step in which <paramref name="at"/> lies.</summary>
    public static string Code(ReadOnlySpan<byte> secret, DateTimeOffset at) => Code(secret, Counter(at));

    /// <summary>The step whose code this is: the current one, the one before or the one after; null when it is none, or not above <paramref name="lastUsed"/>.</summary>
    public static long? Match(ReadOnlySpan<byte> secret, string code, DateTimeOffset at, long lastUsed)
    {
        long? match = null;
        var given = System.Text.Encoding.UTF8.GetBytes(code);
        for (var counter = Counter(at) - 1; counter <= Counter(at) + 1; counter++)
        {
            var equal = CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(Code(secret, counter)), given);
            if (equal && counter > lastUsed)
            {
                match ??= counter;
            }
        }

        return match;
    }

    /// <summary>The secret as authenticator apps take it: base32 without padding (RFC 4648 §6).</summary>
    public static string ToBase32(ReadOnlySpan<byte> secret)
    {
        var text = new System.Text.StringBuilder();
        var (buffer, bits) = (0, 0);
        foreach (var value in secret)
        {
            buffer = (buffer << 8) | value;
            for (bits += 8; bits >= 5; bits -= 5)
            {
                text.Append(Base32[(buffer >> (bits - 5)) & 31]);
            }

            buffer &= (1 << bits) - 1;
        }

        return bits > 0 ? text.Append(Base32[(buffer << (5 - bits)) & 31]).ToString() : text.ToString();
    }

    private static long Counter(DateTimeOffset at) => at.ToUnixTimeSeconds() / Step;

    private static string Code(ReadOnlySpan<byte> secret, long counter)
    {
        Span<byte> message = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(message, counter);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6238 fixes HMAC-SHA1, which collisions in SHA-1 do not weaken.
        HMACSHA1.HashData(secret, message, mac);
#pragma warning restore CA5350
        var offset = mac[^1] & 0x0f;
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[offset..]) & 0x7fffffff;
        return (number % 1_000_000).ToString("D6");
    }
}
