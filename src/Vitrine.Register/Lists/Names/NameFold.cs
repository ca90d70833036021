using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Vitrine.Register;

/// <summary>
/// The one spelling of a name for comparison: compatibility forms, capitals, diacritics, traditional Han and points of vowels are gone; й and ї stay, since they
/// are letters of their own.
/// </summary>
/// <remarks>The product runs without the system's tables of languages, so what is folded stands in a table of its own (NFKC, full case folding, Unicode 14).</remarks>
internal static class NameFold
{
    private static readonly Lazy<FrozenDictionary<char, string>> Table = new(Load);

    /// <summary>A name's letters, digits and what parts them.</summary>
    public static string Fold(ReadOnlySpan<char> text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c >= 0x80 && Table.Value.TryGetValue(c, out var to))
            {
                foreach (var one in to)
                {
                    Append(folded, one);
                }
            }
            else
            {
                Append(folded, c);
            }
        }

        return folded.ToString();
    }

    /// <summary>Appends a folded character, into the letter before it where the two are another letter.</summary>
    private static void Append(StringBuilder folded, char c)
    {
        if (c < 0x80)
        {
            folded.Append(char.ToLowerInvariant(c));
        }
        else if (Composed(folded, c) is { } whole)
        {
            folded[^1] = whole;
        }
        else if (!IsDropped(c))
        {
            folded.Append(c);
        }
    }

    /// <summary>A letter whose mark follows it as a character of its own, where the two are another letter.</summary>
    private static char? Composed(StringBuilder before, char mark) => before.Length == 0 ? null : (before[^1], mark) switch
    {
        ('и', '\u0306') => 'й',
        ('і', '\u0308') => 'ї',
        (>= 'か' and <= 'と' or >= 'は' and <= 'ほ' or >= 'カ' and <= 'ト' or >= 'ハ' and <= 'ホ', '\u3099' or '\uff9e') => (char)(before[^1] + 1),
        (>= 'は' and <= 'ほ' or >= 'ハ' and <= 'ホ', '\u309a' or '\uff9f') => (char)(before[^1] + 2),
        _ => null,
    };

    /// <summary>Marks over Latin, Greek and Cyrillic letters, points of Hebrew and Arabic vowels, joiners and directions.</summary>
    private static bool IsDropped(char c) =>
        c is (>= '\u0300' and <= '\u036f') or (>= '\u0591' and <= '\u05c7' and not '\u05be') or '\u0640' or (>= '\u064b' and <= '\u065f') or '\u0670' or (>= '\u1ab0' and <= '\u1aff')
        || char.GetUnicodeCategory(c) == UnicodeCategory.Format;

    private static FrozenDictionary<char, string> Load()
    {
        var table = new Dictionary<char, string>();
        foreach (var fields in NameTable.Read("fold.tsv"))
        {
            foreach (var c in fields[1])
            {
                table[c] = fields[0];
            }
        }

        return table.ToFrozenDictionary();
    }
}
