using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>Finds the names that could be meant, by their words; what they score is decided by <see cref="NameMatch"/>.</summary>
internal static class ListIndex
{
    // What has less of the asked name's weight cannot reach the threshold t, whatever else is in it: 2m / (a + m) < t where m < a t / (2 - t).
    private const double LeastShare = Lists.Threshold / (2 - Lists.Threshold);

    // Enough for every word that is a name of its own; words that tens of thousands of names share decide nothing.
    private const int MostPostings = 20_000;
    private const int MostCandidates = 400;
    private const int ShortestTypo = 6;
    private const int ShortestTwoTypos = 10;
    private const int EndLength = 3;

    /// <summary>Under which a word stands in the index.</summary>
    public static string Key(NameToken token) => token.Kind is null ? token.Latin : $"={token.Latin}";

    public static string Head(string latin) => latin.Length <= EndLength ? latin : latin[..EndLength];

    public static string Tail(string latin) => latin.Length <= EndLength ? latin : latin[^EndLength..];

    /// <summary>An identifier as it is compared: letters and digits, in capitals; empty where it is too short to mean anything.</summary>
    public static string Identifier(string text)
    {
        var kept = string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();
        return kept.Length >= 5 && kept.Any(char.IsAsciiDigit) ? kept : "";
    }

    /// <summary>The identifiers of names that share words with the one asked, the likeliest first.</summary>
    public static IReadOnlyList<long> Candidates(ImmutableArray<NameToken> asked, SqliteConnection views)
    {
        var words = new Dictionary<long, (long Names, double Weight)>();
        foreach (var token in asked)
        {
            foreach (var (id, names) in Words(token, views))
            {
                if (!words.TryGetValue(id, out var known) || known.Weight < token.Weight)
                {
                    words[id] = (names, token.Weight);
                }
            }
        }

        var weights = new Dictionary<long, double>();
        var (read, unread) = (0L, 0.0);
        foreach (var (id, (names, weight)) in words.OrderBy(word => word.Value.Weight < 1).ThenBy(word => word.Value.Names).ThenBy(word => word.Key))
        {
            if (read > 0 && read + names > MostPostings)
            {
                unread += weight;
                continue;
            }

            read += names;
            foreach (var name in views.Query("SELECT name FROM lists_posting WHERE token = $1 LIMIT $2", row => row.GetInt64(0), id, (long)MostPostings))
            {
                weights[name] = weights.GetValueOrDefault(name) + weight;
            }
        }

        var least = asked.DistinctBy(Key).Sum(token => token.Weight) * LeastShare - 1e-9;
        return [.. weights.Where(pair => pair.Value + unread >= least).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Take(MostCandidates).Select(pair => pair.Key)];
    }

    /// <summary>The words of the index that a word could stand for, each with how many names have it.</summary>
    private static IEnumerable<(long Id, long Names)> Words(NameToken token, SqliteConnection views)
    {
        var key = Key(token);
        if (token.Kind is not null)
        {
            return views.Query("SELECT id, names FROM lists_token WHERE token = $1", Read, key);
        }

        var found = views.Query("SELECT id, names FROM lists_token WHERE token = $1 OR (sound = $2 AND sound <> '')", Read, key, token.Sound);
        if (token.Bones.Length >= 4)
        {
            found.AddRange(views.Query("SELECT id, names FROM lists_token WHERE bones = $1 AND sparse >= $2", Read, token.Bones, token.Script.HasOtherVowels() ? 0L : 1L));
        }

        if (token.Latin.Length >= ShortestTypo)
        {
            var most = token.Latin.Length >= ShortestTwoTypos ? 2 : 1;
            foreach (var (id, names, latin) in views.Query(
                """
                SELECT id, names, token FROM lists_token WHERE head = $1 AND length(token) BETWEEN $3 AND $4
                UNION SELECT id, names, token FROM lists_token WHERE tail = $2 AND length(token) BETWEEN $3 AND $4
                """,
                row => (row.GetInt64(0), row.GetInt64(1), row.GetString(2)),
                Head(token.Latin),
                Tail(token.Latin),
                (long)token.Latin.Length - most,
                (long)token.Latin.Length + most))
            {
                if (Distance.Of(token.Latin, latin, most) <= most)
                {
                    found.Add((id, names));
                }
            }
        }

        return found.Distinct();
    }

    private static (long Id, long Names) Read(SqliteDataReader row) => (row.GetInt64(0), row.GetInt64(1));
}
