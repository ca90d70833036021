using System.Buffers;
using System.Text;

namespace Vitrine.Seals;

/// <content>Forms other than name = "value": with a type, in XML, inside a text, by a call, after a space.</content>
internal sealed partial class SecretAssignmentRule
{
    private const int LongestType = 40;

    private static readonly SearchValues<byte> TypeSigns = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_&'<>[]?*: \t."u8);
    private static readonly SearchValues<byte> Inside = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$*+:^#@/&"u8);
    private static readonly SearchValues<byte> White = SearchValues.Create(" \t\r\n"u8);

    private static readonly string[] Wrappers = ["String::from(", "[]byte(", "Buffer.from(", "QStringLiteral(", "std::string(", "new String(", "SecureString("];
    private static readonly string[] Setters = ["define", "put", "putenv", "set", "setenv", "setproperty", "set_var", "setdefault", "add", "append"];
    private static readonly string[] PlainNames = ["dockerfile", "containerfile", "credentials", ".s3cfg", ".boto"];

    /// <summary>Files whose values stand without quotes.</summary>
    private static bool IsConfiguration(ScreenedFile file)
    {
        var name = file.Path[(file.Path.LastIndexOf('/') + 1)..].ToLowerInvariant();
        return ConfigurationKinds.Contains(file.Extension) || PlainNames.Contains(name) || name.StartsWith(".env.", StringComparison.Ordinal) || name.StartsWith("dockerfile.", StringComparison.Ordinal);
    }

    /// <param name="file">The file.</param>
    /// <param name="at">Where the anchor stands.</param>
    /// <param name="end">Where the name ends.</param>
    /// <param name="start">Where the value begins.</param>
    /// <param name="length">Its length.</param>
    /// <param name="isQuoted">Name and value stand in one text, such as an address: only what is a password or looks drawn counts.</param>
    private static bool TryOtherForm(ScreenedFile file, int at, int end, out int start, out int length, out bool isQuoted)
    {
        var text = file.Text;
        isQuoted = false;
        return TryTyped(text, end, out start, out length)
            || TryMarkup(text, at, end, out start, out length)
            || TryCall(text, at, end, out start, out length)
            || TrySpace(file, at, end, out start, out length)
            || (isQuoted = TryInside(file, at, end, out start, out length));
    }

    /// <summary><c>name: &amp;str = "value"</c>, <c>name string = "value"</c>, <c>name = String::from("value")</c>.</summary>
    private static bool TryTyped(ReadOnlySpan<byte> text, int end, out int start, out int length)
    {
        (start, length) = (end, 0);
        var type = Alphabet.Run(text[end..], TypeSigns, LongestType);
        start = end + type;
        if (start + 1 >= text.Length || text[start] != '=' || text[start + 1] is (byte)'=' or (byte)'~' || (type > 0 && text[end] is not ((byte)':' or (byte)' ')))
        {
            return false;
        }

        start++;
        start += Alphabet.Run(text[start..], Space, LongestSpace);
        var isWrapped = false;
        foreach (var wrapper in Wrappers)
        {
            if (text[start..].StartsWith(Encoding.ASCII.GetBytes(wrapper)))
            {
                start += wrapper.Length;
                isWrapped = true;
                break;
            }
        }

        return (type > 1 || isWrapped) && TryQuoted(text, ref start, out length);
    }

    /// <summary><c>&lt;name>value&lt;/</c>, and <c>key="name" value="value"</c>.</summary>
    private static bool TryMarkup(ReadOnlySpan<byte> text, int at, int end, out int start, out int length)
    {
        (start, length) = (end + 1, 0);
        if (end >= text.Length)
        {
            return false;
        }

        if (text[end] == '>')
        {
            var name = Alphabet.RunBefore(text[..at], Alphabet.Dotted, LongestName);
            var close = text[start..Math.Min(text.Length, start + LongestValue)].IndexOfAny((byte)'<', (byte)'\n');
            length = close;
            return close > 0 && at - name > 0 && text[at - name - 1] == '<' && text[(start + close)..].StartsWith("</"u8) && !text.Slice(start, close).Contains((byte)' ');
        }

        if (text[end] != '"' || !text[start..].StartsWith(" value="u8))
        {
            return false;
        }

        start += " value=".Length;
        return TryQuoted(text, ref start, out length);
    }

    /// <summary><c>define('name', 'value')</c>, <c>put("name", "value")</c>.</summary>
    private static bool TryCall(ReadOnlySpan<byte> text, int at, int end, out int start, out int length)
    {
        (start, length) = (end, 0);
        if (end + 1 >= text.Length || text[end] is not ((byte)'"' or (byte)'\'') || text[end + 1] != ',')
        {
            return false;
        }

        var quote = at - Alphabet.RunBefore(text[..at], Alphabet.Dotted, LongestName) - 1;
        if (quote < 1 || text[quote] != text[end])
        {
            return false;
        }

        var open = quote - 1;
        open -= text[open] == ' ' ? 1 : 0;
        if (open < 1 || text[open] != '(')
        {
            return false;
        }

        var callee = text[(open - Alphabet.RunBefore(text[..open], Alphabet.Word, 24))..open];
        start = end + 2;
        start += Alphabet.Run(text[start..], Space, LongestSpace);
        return Setters.Contains(Encoding.ASCII.GetString(callee).ToLowerInvariant()) && TryQuoted(text, ref start, out length);
    }

    /// <summary><c>ENV NAME value</c> of container files, and <c>password value</c> of .netrc.</summary>
    private static bool TrySpace(ScreenedFile file, int at, int end, out int start, out int length)
    {
        var text = file.Text;
        (start, length) = (end, 0);
        var name = file.Path[(file.Path.LastIndexOf('/') + 1)..].ToLowerInvariant();
        var isNetrc = name is ".netrc" or "_netrc";
        if (!isNetrc && !name.StartsWith("dockerfile", StringComparison.Ordinal) && !name.StartsWith("containerfile", StringComparison.Ordinal))
        {
            return false;
        }

        var head = text[file.LineStart(at, LongestName * 2)..at].TrimStart(" \t"u8);
        var gap = Alphabet.Run(text[end..], Space, LongestSpace);
        if (gap == 0 || !(isNetrc || head.StartsWith("ENV "u8) || head.StartsWith("ARG "u8)))
        {
            return false;
        }

        start = end + gap;
        var rest = text.Slice(start, Math.Min(LongestValue, text.Length - start));
        length = rest.IndexOfAny(White) is var close and >= 0 ? close : rest.Length;
        return length > 0;
    }

    /// <summary><c>name=value</c> within a text: a connection string, an address, an entry of an environment.</summary>
    private static bool TryInside(ScreenedFile file, int at, int end, out int start, out int length)
    {
        var text = file.Text;
        (start, length) = (end + 1, 0);
        if (end >= text.Length || text[end] != '=')
        {
            return false;
        }

        var head = text[file.LineStart(at, 2 * LongestValue)..at];
        if (head.Count((byte)'"') % 2 == 0 && head.Count((byte)'\'') % 2 == 0)
        {
            return false;
        }

        length = Alphabet.Run(text[start..], Inside, LongestValue);
        var whole = text.Slice(start, length);
        length = whole.IndexOf((byte)'&') is var next and >= 0 && head.Contains((byte)'?') ? next : length;
        var close = start + length;
        return length > 0 && close < text.Length && text[close] is (byte)';' or (byte)'&' or (byte)'"' or (byte)'\'';
    }

    private static bool TryQuoted(ReadOnlySpan<byte> text, ref int start, out int length)
    {
        length = 0;
        if (start >= text.Length || text[start] is not ((byte)'"' or (byte)'\'' or (byte)'`'))
        {
            return false;
        }

        var quote = text[start];
        start++;
        var rest = text.Slice(start, Math.Min(LongestValue + 1, text.Length - start));
        length = rest.IndexOf(quote);
        return length > 0 && rest[..length].IndexOfAnyInRange((byte)0, (byte)' ') < 0;
    }
}
