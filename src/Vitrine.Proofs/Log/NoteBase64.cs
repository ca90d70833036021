using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace Vitrine.Proofs;

/// <summary>Standard base64 with padding (RFC 4648 section 4), read only in the one way it is written.</summary>
internal static class NoteBase64
{
    public static bool TryDecode(ReadOnlySpan<byte> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text.Length % 4 != 0)
        {
            return false;
        }

        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (Base64.DecodeFromUtf8(text, decoded, out var consumed, out var written) != OperationStatus.Done || consumed != text.Length)
        {
            return false;
        }

        // The decoder skips white space and stray low bits; writing again finds both.
        var again = new byte[text.Length];
        if (Base64.EncodeToUtf8(decoded.AsSpan(0, written), again, out _, out var length) != OperationStatus.Done
            || !text.SequenceEqual(again.AsSpan(0, length)))
        {
            return false;
        }

        bytes = decoded.AsSpan(0, written).ToArray();
        return true;
    }
}
