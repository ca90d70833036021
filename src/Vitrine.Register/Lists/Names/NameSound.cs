namespace Vitrine.Register;

/// <summary>Coarser forms of a Latin word, under which spellings of one name meet.</summary>
internal static class NameSound
{
    private const int ShortestStem = 5;

    // Declensions and romanisations of one ending: Касперский, Касперского, Kasperskij, Kaspersky, Kasperskaya.
    private static readonly string[] Endings =
        ["aya", "aja", "aia", "oyu", "ogo", "omu", "oho", "oy", "oj", "oi", "oe", "oye", "uyu", "iy", "ij", "ii", "yi", "yy", "im", "ym", "om", "ie", "ye", "y", "i", "a"];

    private static readonly (string From, string To)[] Spellings =
    [
        ("shch", "sh"), ("sch", "sh"), ("tch", "ch"), ("tsch", "ch"), ("cz", "ch"), ("zh", "j"), ("dj", "j"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("bh", "b"),
        ("chh", "ch"), ("ck", "k"), ("tz", "ts"), ("x", "ks"), ("q", "k"), ("w", "v"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ie", "e"), ("ye", "e"),
        ("ce", "se"), ("ci", "si"), ("cy", "si"), ("ch", "\u0001"), ("c", "k"), ("\u0001", "ch"), ("y", "i"), ("eu", "u"), ("eo", "o"),
    ];

    /// <summary>A Slavic adjective's stem without its ending; the word itself where it is none.</summary>
    public static string Stem(string latin)
    {
        var at = latin.LastIndexOf("sk", StringComparison.Ordinal);
        return at >= 0 && at + 2 >= ShortestStem && Endings.Contains(latin[(at + 2)..], StringComparer.Ordinal) ? latin[..(at + 2)] : latin;
    }

    /// <summary>The stem as it sounds, whichever way it was romanised.</summary>
    public static string Sound(string latin)
    {
        var sound = Stem(latin);
        foreach (var (from, to) in Spellings)
        {
            sound = sound.Replace(from, to, StringComparison.Ordinal);
        }

        return Single(sound);
    }

    /// <summary>The consonants of a sound in classes that scripts confuse: b and p, v and f, g and k, d and t, z and s, l and r.</summary>
    public static string Bones(string sound) => Single(string.Concat(sound.Select(c => c switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' or 'y' => '\0',
        'b' => 'p',
        'v' => 'f',
        'g' => 'k',
        'd' => 't',
        'z' => 's',
        'l' => 'r',
        _ => c,
    })).Replace("\0", "", StringComparison.Ordinal));

    private static string Single(string text)
    {
        Span<char> kept = text.Length <= 256 ? stackalloc char[256] : new char[text.Length];
        var length = 0;
        foreach (var c in text)
        {
            if (length == 0 || kept[length - 1] != c || char.IsAsciiDigit(c))
            {
                kept[length++] = c;
            }
        }

        return new string(kept[..length]);
    }
}
