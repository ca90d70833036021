using System.Text;

namespace Vitrine.Seals;

/// <summary>The texts that a file gives names to, by the usual forms: <c>#define N "x"</c>, <c>const char N[] = "x"</c>, <c>final String N = "x"</c>, <c>const N: &amp;str = "x"</c>, <c>N = "x"</c> in capitals.</summary>
internal static class NamedConstants
{
    private const int Most = 4096;
    private const int LongestLiteral = 130;
    private const int LongestHead = 160;

    private static readonly byte[][] Signs = [.. ((string[])["const", "final ", "static ", "readonly ", "val "]).Select(Encoding.ASCII.GetBytes)];
    private static readonly string[] Types = ["str", "string", "String", "static", "a", "u8"];

    /// <summary>Name and place of each; of a name that is set twice, the first.</summary>
    public static Dictionary<string, Range> Of(ReadOnlySpan<byte> text)
    {
        var constants = new Dictionary<string, Range>(StringComparer.Ordinal);
        for (var at = 0; at < text.Length && constants.Count < Most;)
        {
            var next = text[at..].IndexOfAny((byte)'=', (byte)'#');
            if (next < 0)
            {
                break;
            }

            at += next;
            if (text[at] == '=')
            {
                Assigned(text, at, constants);
            }
            else if (text[at..].StartsWith("#define "u8))
            {
                Defined(text, at + "#define ".Length, constants);
            }

            at++;
        }

        return constants;
    }

    private static void Defined(ReadOnlySpan<byte> text, int at, Dictionary<string, Range> constants)
    {
        var length = Alphabet.Run(text[at..], Alphabet.Word, 64);
        Take(text, text.Slice(at, length), at + length, constants);
    }

    private static void Assigned(ReadOnlySpan<byte> text, int at, Dictionary<string, Range> constants)
    {
        var from = Math.Max(0, at - LongestHead);
        var head = text[from..at];
        head = head[(head.LastIndexOf((byte)'\n') + 1)..];
        var names = new List<Range>();
        for (var i = 0; i < head.Length;)
        {
            var length = Alphabet.Run(head[i..], Alphabet.Word, head.Length);
            if (length > 0)
            {
                names.Add(i..(i + length));
            }

            i += length + 1;
        }

        // The last word that is no type and no length.
        for (var i = names.Count - 1; i >= 0; i--)
        {
            var name = head[names[i]];
            if (Types.Contains(Encoding.ASCII.GetString(name)) || char.IsAsciiDigit((char)name[0]))
            {
                continue;
            }

            var isConstant = !name.ContainsAnyInRange((byte)'a', (byte)'z');
            foreach (var sign in Signs)
            {
                isConstant |= head.IndexOf(sign) >= 0;
            }

            if (isConstant)
            {
                Take(text, name, at + 1, constants);
            }

            return;
        }
    }

    private static void Take(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, int at, Dictionary<string, Range> constants)
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t' or (byte)'(' or (byte)'b')
        {
            at++;
        }

        if (!name.IsEmpty && CodeText.TryLiteral(text, at, LongestLiteral, out var literal))
        {
            constants.TryAdd(Encoding.ASCII.GetString(name), (at + 1)..(at + 1 + literal.Length));
        }
    }
}
