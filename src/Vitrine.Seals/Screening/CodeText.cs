using System.Text;

namespace Vitrine.Seals;

/// <summary>What rules ask of source text without parsing it. Each looks only a bounded way around a place.</summary>
internal static class CodeText
{
    /// <summary>Whether no name goes on to the left of a place.</summary>
    public static bool Begins(ReadOnlySpan<byte> text, int at) => at == 0 || !Alphabet.Word.Contains(text[at - 1]);

    /// <summary>The name that ends right before a place, after spaces: <c>self.user_pin</c> gives all of it. Empty if there is none.</summary>
    public static ReadOnlySpan<byte> NameBefore(ReadOnlySpan<byte> text, int at)
    {
        while (at > 0 && text[at - 1] is (byte)' ' or (byte)')' or (byte)']')
        {
            at--;
        }

        var length = 0;
        while (length < 64 && at - length > 0 && (Alphabet.Word.Contains(text[at - length - 1]) || text[at - length - 1] is (byte)'.' or (byte)'>' or (byte)'-' or (byte)'$' or (byte)'@'))
        {
            length++;
        }

        return text.Slice(at - length, length);
    }

    /// <summary>
    /// What ends right before a place: a name with the calls and indices that belong to it, such as <c>md5(form["pass"]).hexdigest()</c>, a group in brackets, or a variable in quotes
    /// as shells have it. At most 200 bytes.
    /// </summary>
    public static ReadOnlySpan<byte> OperandBefore(ReadOnlySpan<byte> text, int at)
    {
        const int Longest = 200;
        while (at > 0 && text[at - 1] == ' ')
        {
            at--;
        }

        var start = at;
        while (start > 0 && at - start < Longest)
        {
            var last = text[start - 1];
            if (last is (byte)')' or (byte)']')
            {
                var open = OpenBefore(text, start - 1, Longest);
                if (open < 0)
                {
                    break;
                }

                start = open;
            }
            else if (Alphabet.Word.Contains(last) || last is (byte)'.' or (byte)'>' or (byte)'-' or (byte)'$' or (byte)'@' or (byte)'}' or (byte)'{')
            {
                start--;
            }
            else if (start == at && last == '"' && text[Math.Max(0, at - 64)..(at - 1)].LastIndexOf((byte)'"') is var quote and >= 0 && text[Math.Max(0, at - 64) + quote + 1] == '$')
            {
                return text[(Math.Max(0, at - 64) + quote + 1)..(at - 1)];
            }
            else
            {
                break;
            }
        }

        return text[start..at];
    }

    /// <summary>The bracket that the one at a place closes, on the same line; below 0 if there is none so near.</summary>
    private static int OpenBefore(ReadOnlySpan<byte> text, int at, int most)
    {
        var depth = 0;
        for (var i = at; i >= 0 && at - i < most && text[i] != '\n'; i--)
        {
            depth += text[i] is (byte)')' or (byte)']' ? 1 : text[i] is (byte)'(' or (byte)'[' ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The literal text that begins at a place with its quote; false if none ends within so many bytes of its line.</summary>
    public static bool TryLiteral(ReadOnlySpan<byte> text, int at, int most, out ReadOnlySpan<byte> literal)
    {
        literal = default;
        if (at >= text.Length || text[at] is not ((byte)'"' or (byte)'\'' or (byte)'`'))
        {
            return false;
        }

        var rest = text.Slice(at + 1, Math.Min(most, text.Length - at - 1));
        var end = rest.IndexOfAny(text[at], (byte)'\n');
        if (end < 0 || rest[end] == '\n')
        {
            return false;
        }

        literal = rest[..end];
        return true;
    }

    /// <summary>The parts of a name in lower case: <c>userPassword_2</c> gives user, password, 2.</summary>
    public static List<string> Parts(ReadOnlySpan<byte> name)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        var before = '\0';
        foreach (var value in name)
        {
            var letter = (char)value;
            if (!char.IsAsciiLetterOrDigit(letter) || (char.IsAsciiLetterUpper(letter) && char.IsAsciiLetterLower(before)))
            {
                Take(part, parts);
            }

            if (char.IsAsciiLetterOrDigit(letter))
            {
                part.Append(char.ToLowerInvariant(letter));
            }

            before = letter;
        }

        Take(part, parts);
        return parts;
    }

    /// <summary>A piece of text for a message: at most 60 characters of one line, hidden characters escaped.</summary>
    public static string Show(ReadOnlySpan<byte> piece)
    {
        piece = piece.Trim(" \t\r\n"u8);
        var end = piece.IndexOfAny((byte)'\n', (byte)'\r');
        piece = end >= 0 ? piece[..end] : piece;
        return piece.Length > 60 ? HiddenCharacters.Show(piece[..57]) + "…" : HiddenCharacters.Show(piece);
    }

    private static void Take(StringBuilder part, List<string> parts)
    {
        if (part.Length > 0)
        {
            parts.Add(part.ToString());
            part.Clear();
        }
    }
}
