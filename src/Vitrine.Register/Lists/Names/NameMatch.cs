using System.Collections.Immutable;

namespace Vitrine.Register;

/// <summary>How alike two names are, and why.</summary>
/// <param name="Score">0 to 1: twice the weight of the words that meet, each times how alike they are, over the weight of all words of both.</param>
/// <param name="Why">One line a pair of words that is not simply equal, then what met nothing.</param>
internal sealed record NameMatch(double Score, ImmutableArray<string> Why)
{
    /// <summary>Compares two names by their words, in any order.</summary>
    public static NameMatch Of(ImmutableArray<NameToken> asked, ImmutableArray<NameToken> listed)
    {
        var pairs = new List<(double Alike, int Asked, int Listed, string? Why)>();
        for (var i = 0; i < asked.Length; i++)
        {
            for (var j = 0; j < listed.Length; j++)
            {
                var (alike, why) = Compare(asked[i], listed[j]);
                if (alike > 0)
                {
                    pairs.Add((alike, i, j, why));
                }
            }
        }

        var (takenAsked, takenListed) = (new bool[asked.Length], new bool[listed.Length]);
        var lines = ImmutableArray.CreateBuilder<string>();
        var met = 0.0;
        var equal = new List<string>();
        foreach (var (alike, i, j, why) in pairs.OrderByDescending(pair => pair.Alike * asked[pair.Asked].Weight).ThenBy(pair => Math.Abs(pair.Asked - pair.Listed)))
        {
            if (takenAsked[i] || takenListed[j])
            {
                continue;
            }

            takenAsked[i] = takenListed[j] = true;
            met += alike * (asked[i].Weight + listed[j].Weight);
            if (why is null)
            {
                equal.Add($"'{listed[j].Written}'");
            }
            else
            {
                lines.Add(why);
            }
        }

        if (equal.Count > 0)
        {
            lines.Insert(0, $"{string.Join(", ", equal)} equal");
        }

        Left(lines, asked, takenAsked, "asked");
        Left(lines, listed, takenListed, "listed");
        var whole = asked.Sum(token => token.Weight) + listed.Sum(token => token.Weight);
        return new NameMatch(whole > 0 ? Math.Round(met / whole, 2, MidpointRounding.ToZero) : 0, lines.ToImmutable());
    }

    /// <summary>How alike two words are; null as the reason of plain equality.</summary>
    private static (double Alike, string? Why) Compare(NameToken asked, NameToken listed)
    {
        if (asked.Written == listed.Written)
        {
            return (1, null);
        }

        if (asked.Kind is not null || listed.Kind is not null)
        {
            return asked.Kind == listed.Kind && asked.Latin == listed.Latin ? (1, $"'{asked.Written}' and '{listed.Written}' both mean {asked.Latin}") : (0, null);
        }

        if (asked.Script == NameScript.Han && listed.Script == NameScript.Han)
        {
            return asked.Latin == listed.Latin ? (0.7, $"'{asked.Written}' and '{listed.Written}' are other characters that both read '{asked.Latin}'") : (0, null);
        }

        if (asked.Latin == listed.Latin)
        {
            return (1, $"{Read(asked)}{(asked.Script == listed.Script ? "" : ", ")}{Read(listed)}: equal");
        }

        if (NameSound.Stem(asked.Latin) == NameSound.Stem(listed.Latin))
        {
            return (0.95, $"{Both(asked, listed)}: stem '{NameSound.Stem(asked.Latin)}' equal");
        }

        if (asked.Sound == listed.Sound && asked.Sound.Length > 2)
        {
            return (0.9, $"{Both(asked, listed)}: both sound '{asked.Sound}'");
        }

        if (ByBones(asked, listed) is { } bones)
        {
            return (bones, $"{Both(asked, listed)}: consonants equal, vowels are not compared between these scripts");
        }

        var far = Distance.Of(asked.Latin, listed.Latin, 2);
        var shorter = Math.Min(asked.Latin.Length, listed.Latin.Length);
        return far == 1 && shorter >= 6 ? (0.9, $"{Both(asked, listed)}: one letter differs")
            : far == 2 && shorter >= 10 ? (0.8, $"{Both(asked, listed)}: two letters differ")
            : (0, null);
    }

    private static double? ByBones(NameToken asked, NameToken listed) =>
        (asked.Script.HasOtherVowels() || listed.Script.HasOtherVowels()) && asked.Bones == listed.Bones
            ? asked.Bones.Length switch { >= 5 => 0.88, 4 => 0.8, 3 => 0.7, _ => null }
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
