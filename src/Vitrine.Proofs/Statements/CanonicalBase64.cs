using System.Buffers.Text;

namespace Vitrine.Proofs;

/// <summary>RFC 4648 base64 in its one spelling: padded, no white space, unused bits zero.</summary>
internal static class CanonicalBase64
{
    /// <summary>Reads the standard alphabet only.</summary>
    internal static bool TryDecode(ReadOnlySpan<char> text, int maxBytes, out byte[] bytes)
    {
        bytes = [];
        if (text.Length % 4 != 0 || text.Length > Base64.GetMaxEncodedToUtf8Length(maxBytes))
        {
            return false;
        }

        var decoded = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64Chars(text, decoded, out var written) || written > maxBytes)
        {
            return false;
        }

        // The decoder skips white space and, at the end, ignores unused bits: only what encodes back to the same text passes.
        if (!text.SequenceEqual(Convert.ToBase64String(decoded.AsSpan(0, written))))
        {
            return false;
        }

        bytes = decoded[..written];
        return true;
    }

    /// <summary>Reads the standard alphabet or the one for URLs, padded, as DSSE 1.0 asks of a reader; not a mixture.</summary>
    internal static bool TryDecodeEither(string text, int maxBytes, out byte[] bytes)
    {
        if (!text.AsSpan().ContainsAny('-', '_'))
        {
            return TryDecode(text, maxBytes, out bytes);
        }

        bytes = [];
        return !text.AsSpan().ContainsAny('+', '/') && TryDecode(text.Replace('-', '+').Replace('_', '/'), maxBytes, out bytes);
    }
}
