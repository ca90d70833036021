using System.Collections.Immutable;
using System.Text;

namespace Vitrine.Register;

/// <summary>One word of a name.</summary>
/// <param name="Written">As it is written, folded.</param>
/// <param name="Latin">In Latin letters, or the one word for all spellings of its meaning.</param>
/// <param name="Script">Its script.</param>
/// <param name="Kind">Null for a name of its own.</param>
internal sealed record NameToken(string Written, string Latin, NameScript Script, WordKind? Kind)
{
    /// <summary>How much it counts in a comparison, in hundredths of a name of its own.</summary>
    public int Weight { get; init; } = Kind switch
    {
        WordKind.Form or WordKind.Weak => 15,
        WordKind.Place => 20,
        _ => 100,
    };

    /// <summary>Whether it is all of a name's own words, written together.</summary>
    public bool IsTogether { get; init; }

    public string Sound { get => field ??= NameSound.Sound(Latin); init; }

    public string Bones { get => field ??= NameSound.Bones(Sound); init; }
}

/// <summary>A name in its words.</summary>
internal static class NameTokens
{
    // A longer name is cut for comparison alone; no party has more words.
    public const int MostTokens = 24;

    /// <summary>The words of a name, without legal forms and joining words; with them where nothing else is there.</summary>
    public static ImmutableArray<NameToken> Of(string name)
    {
        var words = Split(NameFold.Fold(name));
        var tokens = new List<NameToken>();
        for (var i = 0; i < words.Count && tokens.Count < MostTokens;)
        {
            i += Phrase(words, i, tokens);
        }

        // The last one may have been several that are written together.
        tokens.RemoveRange(Math.Min(tokens.Count, MostTokens), Math.Max(0, tokens.Count - MostTokens));
        var told = tokens.Where(token => token.Kind != WordKind.Form).ToImmutableArray();
        return told.IsEmpty ? [.. tokens.Select(token => new NameToken(token.Written, Romanisation.Of(token.Written, token.Script), token.Script, null))] : told;
    }

    /// <summary>How many words of a name are its own.</summary>
    public static int Own(ImmutableArray<NameToken> words) => words.Count(word => word.Kind is null);

    /// <summary>The name with all its own words as one, that one first; empty where it has none.</summary>
    public static ImmutableArray<NameToken> Together(ImmutableArray<NameToken> words)
    {
        var own = words.Where(word => word.Kind is null).ToList();
        if (own.Count == 0)
        {
            return [];
        }

        // In two scripts it is compared as the one that says less of its vowels.
        var script = (own.Find(word => word.Script.HasOtherVowels()) ?? own.Find(word => word.Script.RunsTogether()) ?? own[0]).Script;
        var one = new NameToken(string.Concat(own.Select(word => word.Written)), string.Concat(own.Select(word => word.Latin)), script, null) { Weight = own.Sum(word => word.Weight), IsTogether = true };
        return [one, .. words.Where(word => word.Kind is not null)];
    }

    /// <summary>Takes the longest phrase that begins at a word; gives how many words it was.</summary>
    private static int Phrase(List<string> words, int at, List<NameToken> tokens)
    {
        var table = NameWords.Table;
        for (var length = Math.Min(table.LongestPhrase, words.Count - at); length > 0; length--)
        {
            var phrase = length == 1 ? words[at] : string.Join(' ', words.GetRange(at, length));
            if (table.Find(phrase) is { } word)
            {
                tokens.Add(new NameToken(phrase, word.Meaning, NameScripts.Of(phrase[0]), word.Kind));
                return length;
            }
        }

        Single(words[at], tokens);
        return 1;
    }

    private static void Single(string word, List<NameToken> tokens)
    {
        var script = NameScripts.Of(word[0]);
        if (!script.RunsTogether())
        {
            tokens.Add(new NameToken(word, Romanisation.Of(word, script), script, null));
            return;
        }

        // What is written together is cut at the words that many names have, and where the script changes.
        var table = NameWords.Table;
        var start = 0;
        for (var i = 0; i < word.Length;)
        {
            var found = 0;
            for (var length = Math.Min(table.LongestTogether, word.Length - i); length > 1 && found == 0; length--)
            {
                if (table.Find(word.AsSpan(i, length)) is { } known)
                {
                    Rest(word[start..i], tokens);
                    tokens.Add(new NameToken(word.Substring(i, length), known.Meaning, NameScripts.Of(word[i]), known.Kind));
                    found = length;
                }
            }

            i += Math.Max(found, 1);
            start = found > 0 ? i : start;
        }

        Rest(word[start..], tokens);
    }

    private static void Rest(string run, List<NameToken> tokens)
    {
        for (var i = 0; i < run.Length;)
        {
            var script = NameScripts.Of(run[i]);
            var end = i + 1;
            while (end < run.Length && NameScripts.Of(run[end]) == script)
            {
                end++;
            }

            tokens.Add(new NameToken(run[i..end], Romanisation.Of(run.AsSpan(i, end - i), script), script, null));
            i = end;
        }
    }

    /// <summary>Words are parted by what is neither letter nor digit nor mark; a point between single letters and an apostrophe part nothing.</summary>
    private static List<string> Split(string folded)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (var i = 0; i < folded.Length; i++)
        {
            var c = folded[i];
            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark || c is 'ー')
            {
                // Scripts that run together end a word of another script, and the other way round.
                if (word.Length > 0 && NameScripts.Of(c).RunsTogether() != NameScripts.Of(word[^1]).RunsTogether() && !char.IsDigit(c))
                {
                    Flush(words, word);
                }

                word.Append(c);
            }
            else if (c is '\'' or '’' or 'ʼ' or '`' or '״' or '"' or '׳' && word.Length > 0 && i + 1 < folded.Length && char.IsLetter(folded[i + 1]))
            {
                continue;
            }
            else if (c == '.' && IsInitial(folded, i))
            {
                continue;
            }
            else
            {
                Flush(words, word);
            }
        }

        Flush(words, word);
        return words;
    }

    /// <summary>A point after a letter that stands alone, before another such letter: l.l.c., S.A.</summary>
    private static bool IsInitial(string text, int at) =>
        at > 0 && char.IsLetter(text[at - 1]) && (at == 1 || text[at - 2] is '.' or ' ')
        && at + 1 < text.Length && char.IsLetter(text[at + 1]) && (at + 2 == text.Length || !char.IsLetter(text[at + 2]));

    private static void Flush(List<string> words, StringBuilder word)
    {
        if (word.Length > 0)
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }
}
