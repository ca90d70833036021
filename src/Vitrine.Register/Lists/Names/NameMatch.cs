using System.Collections.Immutable;

namespace Vitrine.Register;

/// <summary>How alike two names are, and why.</summary>
/// <param name="Score">0 to 1: twice the weight of the words that meet, each times how alike they are, over the weight of all words of both.</param>
/// <param name="Why">One line a pair of words that is not simply equal, then what met nothing.</param>
internal sealed record NameMatch(double Score, ImmutableArray<string> Why)
{
    /// <summary>From how many letters on a word may have one that differs.</summary>
    public const int LeastOneLetter = 6;

    /// <summary>From how many letters on a word may have two that differ.</summary>
    public const int LeastTwoLetters = 10;

    /// <summary>From how many consonants on they are compared without vowels.</summary>
    public const int LeastBones = 3;

    private enum Likeness
    {
        Meaning,
        Reading,
        Latin,
        Stem,
        Sound,
        Consonants,
        OneLetter,
        TwoLetters,
        Together,
    }

    /// <summary>
    /// Compares two names by their words, in any order; and, where they have not the same number of words of their own, by these written together, in their order:
    /// a name in Han is one word and has two in Latin letters. What scores more counts.
    /// </summary>
    public static NameMatch Of(ImmutableArray<NameToken> asked, ImmutableArray<NameToken> listed)
    {
        var apart = OfWords(asked, listed);
        return NameTokens.Own(asked) != NameTokens.Own(listed)
            && NameTokens.Together(asked) is { IsEmpty: false } oneAsked && NameTokens.Together(listed) is { IsEmpty: false } oneListed
            && Alike(oneAsked[0], oneListed[0]) > 0 && OfWords(oneAsked, oneListed) is var together && together.Score > apart.Score
            ? together
            : apart;
    }

    private static NameMatch OfWords(ImmutableArray<NameToken> asked, ImmutableArray<NameToken> listed)
    {
        var question = new NameQuestion(asked);
        question.Begin();
        foreach (var word in listed)
        {
            question.Add(word.Weight, [.. asked.Select((token, i) => new NamePair(Alike(token, word), i, 0)).Where(pair => pair.Alike > 0)]);
        }

        var score = question.Score(0);
        var (takenAsked, takenListed) = (new bool[asked.Length], new bool[listed.Length]);
        var lines = ImmutableArray.CreateBuilder<string>();
        var equal = new List<string>();
        foreach (var (_, i, j) in question.Taken)
        {
            takenAsked[i] = takenListed[j] = true;
            if (Compare(asked[i], listed[j]) is (_, { } how))
            {
                lines.Add(Explain(how, asked[i], listed[j]));
            }
            else
            {
                equal.Add($"'{listed[j].Written}'");
            }
        }

        if (equal.Count > 0)
        {
            lines.Insert(0, $"{string.Join(", ", equal)} equal");
        }

        Left(lines, asked, takenAsked, "asked");
        Left(lines, listed, takenListed, "listed");
        return new NameMatch(score / 100.0, lines.ToImmutable());
    }

    /// <summary>How alike two words are, in hundredths.</summary>
    public static int Alike(NameToken asked, NameToken listed) => Compare(asked, listed).Alike;

    /// <summary>How alike two words are, and how; null for plain equality, and for nothing.</summary>
    private static (int Alike, Likeness? How) Compare(NameToken asked, NameToken listed)
    {
        if (asked.IsTogether || listed.IsTogether)
        {
            return (asked.IsTogether && listed.IsTogether ? Together(asked, listed) : 0, Likeness.Together);
        }

        if (asked.Kind is not null || listed.Kind is not null)
        {
            return asked.Kind != listed.Kind || asked.Latin != listed.Latin ? (0, null) : (100, asked.Written == listed.Written ? null : Likeness.Meaning);
        }

        if (asked.Written == listed.Written)
        {
            return (100, null);
        }

        if (asked.Script == NameScript.Han && listed.Script == NameScript.Han)
        {
            return asked.Latin == listed.Latin ? (70, Likeness.Reading) : (0, null);
        }

        if (asked.Latin == listed.Latin)
        {
            return (100, Likeness.Latin);
        }

        if (asked.Sound == listed.Sound)
        {
            if (NameSound.Stem(asked.Latin) == NameSound.Stem(listed.Latin))
            {
                return (95, Likeness.Stem);
            }

            if (asked.Sound.Length > 2)
            {
                return (90, Likeness.Sound);
            }
        }

        if (ByBones(asked, listed) is { } bones)
        {
            return (bones, Likeness.Consonants);
        }

        var shorter = Math.Min(asked.Latin.Length, listed.Latin.Length);
        return (shorter >= LeastOneLetter ? Distance.Of(asked.Latin, listed.Latin, shorter >= LeastTwoLetters ? 2 : 1) : 3) switch
        {
            1 => (90, Likeness.OneLetter),
            2 when shorter >= LeastTwoLetters => (80, Likeness.TwoLetters),
            _ => (0, null),
        };
    }

    private static string Explain(Likeness how, NameToken asked, NameToken listed) => how switch
    {
        Likeness.Meaning => $"'{asked.Written}' and '{listed.Written}' both mean {asked.Latin}",
        Likeness.Reading => $"'{asked.Written}' and '{listed.Written}' are other characters that both read '{asked.Latin}'",
        Likeness.Latin => $"{Read(asked)}{(asked.Script == listed.Script ? "" : ", ")}{Read(listed)}: equal",
        Likeness.Stem => $"{Both(asked, listed)}: stem '{NameSound.Stem(asked.Latin)}' equal",
        Likeness.Sound => $"{Both(asked, listed)}: both sound '{asked.Sound}'",
        Likeness.Consonants => $"{Both(asked, listed)}: consonants equal, vowels are not compared between these scripts",
        Likeness.OneLetter => $"{Both(asked, listed)}: one letter differs",
        Likeness.TwoLetters => $"{Both(asked, listed)}: two letters differ",
        _ => $"{Both(asked, listed)}: alike when written together",
    };

    /// <summary>Names of one script written together are equal or not; others may also sound alike.</summary>
    private static int Together(NameToken asked, NameToken listed)
    {
        // Names of letters that have no sound (a prolonged sound mark, an ayn alone) are together nothing that could be told from another.
        if (asked.Sound.Length == 0 || listed.Sound.Length == 0)
        {
            return 0;
        }

        if (asked.Written == listed.Written)
        {
            return 95;
        }

        if ((asked.Script == listed.Script && asked.Script.RunsTogether()) || (!asked.Script.RunsTogether() && !listed.Script.RunsTogether() && Math.Min(asked.Latin.Length, listed.Latin.Length) < LeastOneLetter))
        {
            return 0;
        }

        return asked.Latin == listed.Latin ? 95
            : asked.Sound == listed.Sound && asked.Sound.Length > 4 ? 90
            : ByBones(asked, listed) is >= 88 ? 85
            : 0;
    }

    private static int? ByBones(NameToken asked, NameToken listed) =>
        asked.Script != listed.Script && (asked.Script.HasOtherVowels() || listed.Script.HasOtherVowels()) && asked.Bones == listed.Bones
            ? asked.Bones.Length switch { >= 5 => 88, 4 => 80, LeastBones => 70, _ => null }
            : null;

    private static string Both(NameToken asked, NameToken listed) => $"{Read(asked)}, {Read(listed)}";

    private static string Read(NameToken token) => token.Script is NameScript.Latin or NameScript.Other || token.Written == token.Latin ? $"'{token.Written}'" : $"'{token.Written}' transliterates to '{token.Latin}'";

    private static void Left(ImmutableArray<string>.Builder lines, ImmutableArray<NameToken> tokens, bool[] taken, string whose)
    {
        var left = tokens.Where((_, i) => !taken[i]).Select(token => $"'{token.Written}'").ToList();
        if (left.Count > 0)
        {
            lines.Add($"only in the {whose} name: {string.Join(", ", left)}");
        }
    }
}
