using System.Security.Cryptography;

namespace Vitrine.Proofs;

/// <summary>RFC 7468 texts of one block.</summary>
internal static class Pem
{
    private const int MaxCharacters = 4096;

    /// <exception cref="KeyFormatException">The text is not one block with this label, white space around it aside.</exception>
    internal static byte[] Read(ReadOnlySpan<char> pem, string label)
    {
        if (pem.Length > MaxCharacters || !PemEncoding.TryFind(pem, out var fields))
        {
            throw new KeyFormatException($"This is no PEM text (-----BEGIN {label}-----).");
        }

        if (!pem[fields.Label].SequenceEqual(label))
        {
            throw new KeyFormatException($"This PEM text holds \"{pem[fields.Label]}\", not \"{label}\".");
        }

        var (start, end) = (fields.Location.Start.Value, fields.Location.End.Value);
        if (!pem[..start].IsWhiteSpace() || !pem[end..].IsWhiteSpace())
        {
            throw new KeyFormatException($"There is more in this text than one \"{label}\".");
        }

        var bytes = new byte[fields.DecodedDataLength];
        return Convert.TryFromBase64Chars(pem[fields.Base64Data], bytes, out var written) && written == bytes.Length
            ? bytes
            : throw new KeyFormatException("The PEM text's base64 cannot be read.");
    }
}
