using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Vitrine.Seals;

/// <summary>
/// Paths are bytes; their <em>written form</em> is text from which exactly these bytes come back. It is the path itself, but that a backslash is
/// written twice, and each byte that is no part of UTF-8 as <c>\xE9</c>. docs/formats/seal.md, "Written paths".
/// </summary>
/// <remarks>Each path has one written form: another spelling of it (lower-case digits, an escape where none is needed) is refused.</remarks>
public static class SealPath
{
    /// <summary>The written form of a path.</summary>
    public static string Write(ReadOnlySpan<byte> path)
    {
        if (Utf8.IsValid(path) && !path.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetString(path);
        }

        var written = new StringBuilder(path.Length + 8);
        while (!path.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(path, out var rune, out var consumed) != System.Buffers.OperationStatus.Done)
            {
                foreach (var value in path[..consumed])
                {
                    written.Append(CultureInfo.InvariantCulture, $"\\x{value:X2}");
                }
            }
            else
            {
                written.Append(rune.Value == '\\' ? "\\\\" : rune.ToString());
            }

            path = path[consumed..];
        }

        return written.ToString();
    }

    /// <summary>The bytes of a path.</summary>
    /// <exception cref="SealFormatException">It is not a written form.</exception>
    public static byte[] Bytes(string written)
    {
        ArgumentNullException.ThrowIfNull(written);
        return TryBytes(written, out var path) ? path : throw new SealFormatException($"The path {HiddenCharacters.Show(Encoding.UTF8.GetBytes(written))} is not written as a seal's paths are: a backslash twice, other bytes than UTF-8 as \\xE9.");
    }

    /// <summary>The bytes of a path; false if it is not a written form.</summary>
    public static bool TryBytes(string written, out byte[] path)
    {
        ArgumentNullException.ThrowIfNull(written);
        path = [];
        if (!Ascii.IsValid(written) && !IsUtf16(written))
        {
            return false;
        }

        var utf8 = Encoding.UTF8.GetBytes(written);
        if (!utf8.AsSpan().Contains((byte)'\\'))
        {
            path = utf8;
            return true;
        }

        return TryUnescape(utf8, out path) && Write(path) == written;
    }

    /// <summary>Whether a tree can hold a file of this path: no name is empty, <c>.</c> or <c>..</c>, and none holds a zero byte.</summary>
    public static bool IsInATree(ReadOnlySpan<byte> path)
    {
        foreach (var part in path.Split((byte)'/'))
        {
            if (path[part] is [] or [(byte)'.'] or [(byte)'.', (byte)'.'] || path[part].Contains((byte)0))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryUnescape(ReadOnlySpan<byte> utf8, out byte[] path)
    {
        var bytes = new List<byte>(utf8.Length);
        for (var i = 0; i < utf8.Length; i++)
        {
            var rest = utf8[i..];
            if (rest[0] != '\\')
            {
                bytes.Add(rest[0]);
            }
            else if (rest.StartsWith("\\\\"u8))
            {
                bytes.Add((byte)'\\');
                i++;
            }
            else if (rest.Length >= 4 && rest[1] == 'x' && byte.TryParse(rest[2..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                i += 3;
            }
            else
            {
                path = [];
                return false;
            }
        }

        path = [.. bytes];
        return true;
    }

    private static bool IsUtf16(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var consumed) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            text = text[consumed..];
        }

        return true;
    }
}
