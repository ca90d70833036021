using System.Buffers;
using System.Text;

namespace Vitrine.Proofs;

/// <summary>Any octets as text and back: UTF-8 as what it says, every other octet as half a surrogate pair, U+DC80 to U+DCFF.</summary>
/// <remarks>Two texts are equal exactly when their octets are: no UTF-8 has half a surrogate pair.</remarks>
internal static class OctetText
{
    private const int Stray = 0xDC00;

    public static string Decode(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder(octets.Length);
        Span<char> pair = stackalloc char[2];
        while (!octets.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(octets, out var rune, out var length) == OperationStatus.Done)
            {
                text.Append(pair[..rune.EncodeToUtf16(pair)]);
            }
            else
            {
                length = 1;
                text.Append((char)(Stray + octets[0]));
            }

            octets = octets[length..];
        }

        return text.ToString();
    }

    public static byte[] Encode(string text)
    {
        var octets = new ArrayBufferWriter<byte>(text.Length + 1);
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) == OperationStatus.Done)
            {
                octets.Advance(rune.EncodeToUtf8(octets.GetSpan(4)));
            }
            else
            {
                octets.GetSpan(1)[0] = (byte)(rest[0] - Stray);
                octets.Advance(1);
            }

            rest = rest[length..];
        }

        return octets.WrittenSpan.ToArray();
    }
}
