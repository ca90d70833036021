using System.Text;

namespace Vitrine.Seals;

/// <summary>Names that a text calls: words before an opening bracket, outside comments and strings. Syntactic: a macro is a call too, and a call through a pointer is none.</summary>
internal static class Calls
{
    private const int LongestName = 256;

    private static readonly HashSet<string> NotCalls =
    [
        "if", "for", "while", "switch", "return", "sizeof", "catch", "defined", "alignof", "typeof", "__typeof__", "__attribute__", "using", "lock", "fixed", "nameof", "await", "foreach", "elif", "and", "or",
        "not", "in", "is", "match", "func", "fn", "function", "def", "synchronized", "except", "assert", "typeid", "decltype", "noexcept", "static_assert", "_Static_assert", "asm", "__asm__", "when", "yield",
    ];

    /// <summary>All of some lines.</summary>
    /// <param name="text">The whole text, which tells where comments begin.</param>
    /// <param name="language">Its language; null: nothing is known, and every word counts.</param>
    /// <param name="from">The first line, from 1.</param>
    /// <param name="to">The last line.</param>
    public static HashSet<string> Of(SealText text, Language? language, int from, int to)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var hash = language is { Name: "Python" or "Shell" or "Ruby" or "Perl" or "Makefile" or "CMake" or "YAML" };
        var (isComment, quote) = (false, (byte)0);
        for (var number = from; number <= Math.Min(to, text.LineCount); number++)
        {
            Line(text.LineBytes(number).Span, hash, ref isComment, ref quote, names);
            if (quote != (byte)'`')
            {
                quote = 0;
            }
        }

        return names;
    }

    private static void Line(ReadOnlySpan<byte> line, bool hash, ref bool isComment, ref byte quote, HashSet<string> names)
    {
        for (var i = 0; i < line.Length; i++)
        {
            var letter = line[i];
            if (isComment)
            {
                if (letter == '*' && i + 1 < line.Length && line[i + 1] == '/')
                {
                    (isComment, i) = (false, i + 1);
                }

                continue;
            }

            if (quote != 0)
            {
                i += letter == '\\' ? 1 : 0;
                quote = letter == quote ? (byte)0 : quote;
                continue;
            }

            switch (letter)
            {
                case (byte)'"' or (byte)'\'' or (byte)'`':
                    quote = letter;
                    break;
                case (byte)'#' when hash:
                    return;
                case (byte)'/' when i + 1 < line.Length && line[i + 1] == '/' && !hash:
                    return;
                case (byte)'/' when i + 1 < line.Length && line[i + 1] == '*':
                    (isComment, i) = (true, i + 1);
                    break;
                case (byte)'(':
                    Add(line[..i], names);
                    break;
            }
        }
    }

    private static void Add(ReadOnlySpan<byte> before, HashSet<string> names)
    {
        before = before.TrimEnd(" \t!"u8);
        var length = Alphabet.RunBefore(before, Alphabet.Word, LongestName);
        if (length is 0 or LongestName || before[^length] is >= (byte)'0' and <= (byte)'9')
        {
            return;
        }

        var name = Encoding.ASCII.GetString(before[^length..]);
        if (!NotCalls.Contains(name))
        {
            names.Add(name);
        }
    }
}
