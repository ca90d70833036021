using System.Buffers.Text;

namespace Vitrine.Proofs.Tests;

/// <summary>Hostile changes to well-formed bytes, from single bits to pieces of another input, also below base64.</summary>
internal sealed class Mutator(Random random)
{
    /// <summary>What formats are made of, and what has broken parsers before.</summary>
    private static readonly byte[][] Words =
    [
        "\n"u8.ToArray(), "\n\n"u8.ToArray(), "\r\n"u8.ToArray(), " "u8.ToArray(), "\t"u8.ToArray(), "\0"u8.ToArray(), "— "u8.ToArray(), "="u8.ToArray(), "=="u8.ToArray(),
        "+"u8.ToArray(), "-"u8.ToArray(), "_"u8.ToArray(), "/"u8.ToArray(), "../"u8.ToArray(), "0"u8.ToArray(), "00"u8.ToArray(), "-1"u8.ToArray(), "x000/"u8.ToArray(), ".p/"u8.ToArray(),
        "255"u8.ToArray(), "256"u8.ToArray(), "65535"u8.ToArray(), "9007199254740993"u8.ToArray(), "9223372036854775808"u8.ToArray(), "18446744073709551616"u8.ToArray(), "1e400"u8.ToArray(),
        "1.0"u8.ToArray(), "-0"u8.ToArray(), "{}"u8.ToArray(), "[]"u8.ToArray(), "[["u8.ToArray(), "null"u8.ToArray(), "true"u8.ToArray(), "\"\""u8.ToArray(), "\\u0000"u8.ToArray(),
        "\\ud800"u8.ToArray(), ",\"a\":1"u8.ToArray(), "//"u8.ToArray(), "#"u8.ToArray(), "\ufeff"u8.ToArray(), "\u202e"u8.ToArray(), "٣"u8.ToArray(), [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80],
        [0, 0], [0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
    ];

    /// <summary>One to five changes.</summary>
    public byte[] Mutate(ReadOnlySpan<byte> good) => Mutate(good.ToArray(), []);

    /// <summary>One to five changes of <paramref name="good"/>; <paramref name="other"/> lends pieces.</summary>
    public byte[] Mutate(byte[] good, byte[] other)
    {
        var bytes = new List<byte>(good.Length + 64);
        bytes.AddRange(good);
        for (var changes = random.Next(1, 6); changes > 0; changes--)
        {
            if (bytes.Count == 0)
            {
                bytes.Add((byte)random.Next(256));
            }

            Change(bytes, other);
        }

        return [.. bytes];
    }

    private void Change(List<byte> bytes, byte[] other)
    {
        var at = random.Next(bytes.Count);
        switch (random.Next(11))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.InsertRange(at, Words[random.Next(Words.Length)]);
                break;
            case 3:
                var word = Words[random.Next(Words.Length)];
                bytes.RemoveRange(at, Math.Min(word.Length, bytes.Count - at));
                bytes.InsertRange(at, word);
                break;
            case 4:
                bytes.RemoveAt(at);
                break;
            case 5:
                bytes.RemoveRange(at, random.Next(Math.Min(64, bytes.Count - at) + 1));
                break;
            case 6:
                bytes.InsertRange(at, bytes.GetRange(at, random.Next(Math.Min(64, bytes.Count - at) + 1)));
                break;
            case 7 when other.Length > 0:
                var from = random.Next(other.Length);
                bytes.InsertRange(at, other[from..(from + random.Next(Math.Min(200, other.Length - from) + 1))]);
                break;
            case 8:
                Swap(bytes, at);
                break;
            case 9:
                ChangeLine(bytes, at);
                break;
            default:
                ChangeBelowBase64(bytes, at);
                break;
        }
    }

    private void Swap(List<byte> bytes, int at)
    {
        var with = random.Next(bytes.Count);
        (bytes[at], bytes[with]) = (bytes[with], bytes[at]);
    }

    // Removes a line, or writes it twice.
    private void ChangeLine(List<byte> bytes, int at)
    {
        var start = bytes.LastIndexOf((byte)'\n', at) + 1;
        var end = bytes.IndexOf((byte)'\n', at);
        if (start <= at && end > at && end - start < 4096)
        {
            var line = bytes.GetRange(start, end + 1 - start);
            if (random.Next(2) == 0)
            {
                bytes.RemoveRange(start, line.Count);
            }
            else
            {
                bytes.InsertRange(start, line);
            }
        }
    }

    // Decodes the base64 around a place, changes one byte of it, and encodes it again.
    private void ChangeBelowBase64(List<byte> bytes, int at)
    {
        var (start, end) = (at, at);
        while (start > 0 && IsBase64(bytes[start - 1]))
        {
            start--;
        }

        while (end < bytes.Count && IsBase64(bytes[end]))
        {
            end++;
        }

        var text = bytes.GetRange(start, (end - start) / 4 * 4).ToArray();
        var below = new byte[text.Length];
        if (text.Length >= 8 && Base64.DecodeFromUtf8(text, below, out _, out var length) == System.Buffers.OperationStatus.Done && length > 0)
        {
            below[random.Next(length)] ^= (byte)(1 << random.Next(8));
            bytes.RemoveRange(start, text.Length);
            bytes.InsertRange(start, System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(below, 0, length)));
        }
    }

    private static bool IsBase64(byte b) => b is (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') or (byte)'+' or (byte)'/' or (byte)'=';
}
