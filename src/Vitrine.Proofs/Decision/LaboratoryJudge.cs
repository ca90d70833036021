using System.Collections.Immutable;

namespace Vitrine.Proofs;

/// <summary>Are there as many laboratories as the policy asks for, no two of them one party, and apart as it asks?</summary>
internal static class LaboratoryJudge
{
    // A bundle's lines allow 31 laboratories, a policy asks for 8 at most: the search below ends within eight million steps.
    private const int MaxLaboratories = BundleFile.MaxLines / 2;
    private const int MaxSaid = 4;

    /// <summary>The first so many of the certificates that fit together; the best alone, with the reasons, where there are not so many.</summary>
    /// <remarks>The certificates are those with nothing against them, one a key, the best first.</remarks>
    internal static ImmutableArray<CertificateFacts> Choose(ImmutableArray<CertificateFacts> good, Policy policy, StatedFacts facts, Refusals refusals)
    {
        var asked = policy.LaboratoriesAsked;
        if (asked == 1)
        {
            return [.. good.Take(1)];
        }

        var different = new List<CertificateFacts>();
        foreach (var certificate in good.Where(c => !different.Exists(d => d.Said.Laboratory.Id == c.Said.Laboratory.Id || facts.AreOne(d.Key, c.Key))).Take(MaxLaboratories))
        {
            different.Add(certificate);
        }

        if (different.Count < asked)
        {
            var names = different.Count == 0 ? "none" : string.Join(", ", different.Select(static c => c.Said.Laboratory.Name));
            var twice = good.Length - different.Count;
            refusals.Add(
                GateReason.LaboratoriesTooFew,
                $"The policy asks for the certificates of {asked} different laboratories; those that count are of {different.Count}: {names}{(twice == 0 ? "" : $" ({Words.Plural(twice, "more is", "more are")} of one of these)")}.",
                "Ask the vendor for a bundle with the certificates of more laboratories that the policy names.");
            return [.. good.Take(1)];
        }

        if (policy.Apart == Apartness.None)
        {
            return [.. different.Take(asked)];
        }

        var sentences = new List<string>();
        var apart = Apart(different, facts, sentences);
        if (Search(apart, asked) is { } chosen)
        {
            return [.. chosen.Select(at => different[at])];
        }

        foreach (var sentence in sentences.Take(MaxSaid))
        {
            refusals.Add(GateReason.LaboratoriesNotApart, sentence, "Ask the vendor for the certificate of a laboratory that has nothing to do with the others, or for a status that says whose they are.");
        }

        return [.. good.Take(1)];
    }

    /// <summary>For each laboratory the set of those after it from which it is apart, a bit each.</summary>
    private static uint[] Apart(List<CertificateFacts> different, StatedFacts facts, List<string> sentences)
    {
        var apart = new uint[different.Count];
        for (var a = 0; a < different.Count; a++)
        {
            for (var b = a + 1; b < different.Count; b++)
            {
                if (facts.NotApart((different[a].Key, different[a].Said.Laboratory.Name), (different[b].Key, different[b].Said.Laboratory.Name)) is { } why)
                {
                    sentences.Add(why);
                }
                else
                {
                    apart[a] |= 1u << b;
                }
            }
        }

        return apart;
    }

    private static ImmutableArray<int>? Search(uint[] apart, int asked)
    {
        ImmutableArray<int>? Extend(ImmutableArray<int> chosen, uint candidates)
        {
            if (chosen.Length == asked)
            {
                return chosen;
            }

            for (; System.Numerics.BitOperations.PopCount(candidates) >= asked - chosen.Length; candidates &= candidates - 1)
            {
                var next = System.Numerics.BitOperations.TrailingZeroCount(candidates);
                if (Extend(chosen.Add(next), candidates & apart[next]) is { } found)
                {
                    return found;
                }
            }

            return null;
        }

        return Extend([], apart.Length == 32 ? uint.MaxValue : (1u << apart.Length) - 1);
    }
}
