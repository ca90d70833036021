using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Vitrine.Seals;

/// <summary>
/// Unicode's canonical decomposition (NFD; UAX #15), in which texts that are canonically equivalent are the same. Some file systems hold such names to be one.
/// </summary>
/// <remarks>
/// The base library normalises with ICU alone, which is not asked for here. Decompositions.txt is Unicode 14.0's, the version of <see cref="UnicodeTable"/>;
/// scripts/decomposition-table makes it. What a later version assigns stays as it is.
/// </remarks>
internal static class CanonicalForm
{
    // Hangul syllables are decomposed by arithmetic (The Unicode Standard, 3.12).
    private const int Syllables = 0xAC00;
    private const int SyllablesEnd = 0xD7A3;
    private const int Leading = 0x1100;
    private const int Vowels = 0x1161;
    private const int Trailing = 0x11A7;
    private const int VowelCount = 21;
    private const int TrailingCount = 28;

    private static readonly Lazy<Tables> Read = new(Load);

    /// <summary>The canonical decomposition of a text; of ASCII, the text itself.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var runes = new List<Rune>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune, runes);
        }

        var form = new StringBuilder(runes.Count);
        for (var at = 0; at < runes.Count;)
        {
            var marks = at;
            while (marks < runes.Count && Class(runes[marks]) > 0)
            {
                marks++;
            }

            // Marks of different classes have one order; OrderBy keeps those of one class as they stand.
            foreach (var mark in runes.GetRange(at, marks - at).OrderBy(Class))
            {
                form.Append(mark);
            }

            at = marks;
            if (at < runes.Count)
            {
                form.Append(runes[at++]);
            }
        }

        return form.ToString();
    }

    private static int Class(Rune rune) => Read.Value.Classes.GetValueOrDefault(rune.Value);

    private static void Decompose(Rune rune, List<Rune> into)
    {
        if (rune.Value is >= Syllables and <= SyllablesEnd)
        {
            var (pair, trailing) = Math.DivRem(rune.Value - Syllables, TrailingCount);
            into.Add(new Rune(Leading + (pair / VowelCount)));
            into.Add(new Rune(Vowels + (pair % VowelCount)));
            if (trailing > 0)
            {
                into.Add(new Rune(Trailing + trailing));
            }
        }
        else if (Read.Value.Decompositions.TryGetValue(rune.Value, out var parts))
        {
            Array.ForEach(parts, part => Decompose(part, into));
        }
        else
        {
            into.Add(rune);
        }
    }

    /// <summary>Lines of a character and what it decomposes to at once, and of a range of characters and their combining class; all but the class in hexadecimal.</summary>
    private static Tables Load()
    {
        var (decompositions, classes) = (new Dictionary<int, Rune[]>(), new Dictionary<int, int>());
        using var reader = new StreamReader(typeof(CanonicalForm).Assembly.GetManifestResourceStream("Decompositions.txt")!);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            var fields = line.Split(' ');
            if (fields[0].Split('-') is [var from, var to])
            {
                for (var point = Hexadecimal(from); point <= Hexadecimal(to); point++)
                {
                    classes.Add(point, int.Parse(fields[1], CultureInfo.InvariantCulture));
                }
            }
            else
            {
                decompositions.Add(Hexadecimal(fields[0]), [.. fields.Skip(1).Select(part => new Rune(Hexadecimal(part)))]);
            }
        }

        return new Tables(decompositions.ToFrozenDictionary(), classes.ToFrozenDictionary());
    }

    private static int Hexadecimal(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private sealed record Tables(FrozenDictionary<int, Rune[]> Decompositions, FrozenDictionary<int, int> Classes);
}
