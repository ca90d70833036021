using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Vitrine.Proofs;

/// <summary>The names of note keys, and the three-part text that all note keys share.</summary>
internal static class NoteName
{
    // tlog-cosignature's ML-DSA message has room for 255 bytes; so no key's name here has more.
    private const int MaxBytes = 255;
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    /// <summary>Whether a key may have this name.</summary>
    public static bool IsValid(ReadOnlySpan<char> name)
    {
        if (name.Length > MaxBytes || !IsWord(name))
        {
            return false;
        }

        // Half a surrogate pair has no UTF-8.
        Span<byte> utf8 = stackalloc byte[MaxBytes];
        return Utf8.FromUtf16(name, utf8, out _, out _, replaceInvalidSequences: false) == OperationStatus.Done;
    }

    /// <summary>Whether a signature line may name this, be it of a key that cannot be known here: the note alone bounds its length.</summary>
    public static bool IsWord(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
        {
            if (c is < ' ' or '+' || char.IsWhiteSpace(c))
            {
                return false;
            }
        }

        return !name.IsEmpty;
    }

    /// <summary>Splits name+hex8+base64; the last part has at least one byte.</summary>
    public static bool TrySplitKey(
        string text, int maxLength, [NotNullWhen(true)] out string? name, out uint keyId, [NotNullWhen(true)] out byte[]? bytes)
    {
        (name, keyId, bytes) = (null, 0, null);
        if (text.Length > maxLength || text.Split('+', 3) is not [var first, { Length: 8 } hex, var base64])
        {
            return false;
        }

        if (!IsValid(first)
            || hex.AsSpan().ContainsAnyExcept(Hex)
            || !uint.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out keyId)
            || !Ascii.IsValid(base64)
            || !NoteBase64.TryDecode(Encoding.ASCII.GetBytes(base64), out var decoded)
            || decoded.Length == 0)
        {
            return false;
        }

        (name, bytes) = (first, decoded);
        return true;
    }
}
