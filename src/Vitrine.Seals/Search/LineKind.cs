using System.Buffers;

namespace Vitrine.Seals;

/// <summary>What a matching line seems to be, in the order in which a search shows them.</summary>
internal enum LineKind : byte
{
    /// <summary>The match is a name that the line seems to define.</summary>
    Definition,

    /// <summary>The match is a whole word.</summary>
    Word,

    /// <summary>Any other.</summary>
    Other,
}

/// <summary>Tells by simple signs what a matching line is. No parser: what it takes for a definition may be none, and one may be missed.</summary>
internal static class LineKinds
{
    private const int LongestLine = 1000;

    private static readonly SearchValues<byte> WordBytes = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>What may stand between the start of a line and the name of a function in C.</summary>
    private static readonly SearchValues<byte> TypeBytes = SearchValues.Create(" \t*&:<>,~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Words directly before a name that is defined.</summary>
    private static readonly byte[][] Before = Words(
    [
        "define", "struct", "class", "enum", "union", "interface", "record", "trait", "type", "typedef", "func", "fn", "def", "function", "module", "namespace", "package", "macro_rules!",
    ]);

    /// <summary>First words of a line, indented or not, that declares.</summary>
    private static readonly byte[][] First = Words(["public", "private", "protected", "internal", "static", "export", "const", "let", "var", "pub", "abstract", "virtual", "override", "async"]);

    /// <summary>What a line is whose match is from one byte to before another.</summary>
    public static LineKind Of(ReadOnlySpan<byte> line, int start, int end)
    {
        if (end <= start || (start > 0 && IsWord(line[start - 1]) && IsWord(line[start])) || (end < line.Length && IsWord(line[end]) && IsWord(line[end - 1])))
        {
            return LineKind.Other;
        }

        return line.Length <= LongestLine && !line[start..end].ContainsAnyExcept(WordBytes) && IsDefinition(line, start, end) ? LineKind.Definition : LineKind.Word;
    }

    private static bool IsWord(byte value) => WordBytes.Contains(value) || value >= 0x80;

    private static bool IsDefinition(ReadOnlySpan<byte> line, int start, int end)
    {
        var before = line[..start].TrimEnd(" \t*"u8);
        var after = line[end..].Trim(" \t\r"u8);
        if (EndsWithAny(before, Before))
        {
            // "struct x *y" and "struct x;" only name it.
            return after.IsEmpty || after[0] is (byte)'{' or (byte)'(' or (byte)':' or (byte)'<' or (byte)'=' || before.EndsWith("define"u8) || before.EndsWith("type"u8);
        }

        if (after.IsEmpty || after[^1] == ';' || after[0] != '(')
        {
            return after.StartsWith("="u8) && !after.StartsWith("=="u8) && StartsWithAny(before.TrimStart(" \t"u8), First);
        }

        // A function: at the line's beginning, or behind a word that declares.
        return before.Length > 0 && !before.ContainsAnyExcept(TypeBytes) && (line[0] is not ((byte)' ' or (byte)'\t') ? !before.SequenceEqual("return"u8) : StartsWithAny(before.TrimStart(" \t"u8), First));
    }

    private static byte[][] Words(string[] words) => Array.ConvertAll(words, System.Text.Encoding.ASCII.GetBytes);

    private static bool EndsWithAny(ReadOnlySpan<byte> text, byte[][] words)
    {
        foreach (var word in words)
        {
            if (text.EndsWith(word) && (text.Length == word.Length || !IsWord(text[^(word.Length + 1)])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool StartsWithAny(ReadOnlySpan<byte> text, byte[][] words)
    {
        foreach (var word in words)
        {
            if (text.StartsWith(word) && (text.Length == word.Length || !IsWord(text[word.Length])))
            {
                return true;
            }
        }

        return false;
    }
}
