using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>A name of a list that is as much like the one asked as makes a hit.</summary>
/// <param name="Entry">The entry's row in the views.</param>
/// <param name="Name">The name's row in the views.</param>
/// <param name="Score">What <see cref="NameMatch"/> says of the two.</param>
internal readonly record struct ListFound(long Entry, long Name, double Score);

/// <summary>The names of one version of a list, in memory. It never changes, as the version does not.</summary>
/// <remarks>
/// Nothing that reaches the threshold is passed over. Two names score 2m / (a + b), where m is the weight that meets and b is no less than m; so a hit shares with
/// the asked name at least the weight a · t / (2 − t). Words of the asked name that together weigh less than that need not be read, and those are the ones that the
/// most names have: a hit has one of the others too. Each name that has is then scored exactly.
/// </remarks>
internal sealed class ListIndex
{
    private const double LeastShare = Lists.Threshold / (2 - Lists.Threshold);

    // Sums of weights differ in their last bits by the order in which they are made.
    private const double Slack = 1e-9;

    private readonly long[] _entryRows;
    private readonly int[] _since;
    private readonly int[] _until;
    private readonly long[] _nameRows;
    private readonly int[] _nameEntries;
    private readonly Rows _nameWords;
    private readonly Rows _postings;
    private readonly double[] _weights;
    private readonly WordIndex _words;

    private ListIndex(List<(long Row, int Since, int Until)> entries, List<(long Row, int Entry)> names, Rows nameWords, ImmutableArray<NameToken> words)
    {
        _entryRows = [.. entries.Select(entry => entry.Row)];
        _since = [.. entries.Select(entry => entry.Since)];
        _until = [.. entries.Select(entry => entry.Until)];
        _nameRows = [.. names.Select(name => name.Row)];
        _nameEntries = [.. names.Select(name => name.Entry)];
        _nameWords = nameWords;
        _postings = nameWords.Turned(words.Length);
        _weights = [.. words.Select(word => word.Weight)];
        _words = new WordIndex(words);
    }

    /// <summary>How many names it holds.</summary>
    public int Names => _nameRows.Length;

    /// <summary>An identifier as it is compared: letters and digits, in capitals; empty where it is too short to mean anything.</summary>
    public static string Identifier(string text)
    {
        var kept = string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();
        return kept.Length >= 5 && kept.Any(char.IsAsciiDigit) ? kept : "";
    }

    /// <summary>Reads the index of a version.</summary>
    public static ListIndex Load(long version, SqliteConnection views)
    {
        var entries = views.Query(
            "SELECT e.id, e.since, e.until FROM lists_member m JOIN lists_entry e ON e.id = m.entry WHERE m.version = $1 ORDER BY m.entry",
            row => (row.GetInt64(0), ListDay.Parse(row.GetString(1)).DayNumber, row.Text(2) is { } until ? ListDay.Parse(until).DayNumber : int.MaxValue),
            version);
        var (nameWords, starts) = (new List<int>(), new List<int> { 0 });
        var ids = new Dictionary<int, int>();
        var at = 0;
        var names = views.Query(
            "SELECT n.id, n.entry, n.words FROM lists_member m JOIN lists_name n ON n.entry = m.entry WHERE m.version = $1 ORDER BY m.entry, n.id",
            row =>
            {
                while (entries[at].Item1 != row.GetInt64(1))
                {
                    at++;
                }

                foreach (var id in MemoryMarshal.Cast<byte, int>(row.GetFieldValue<byte[]>(2)))
                {
                    ref var word = ref CollectionsMarshal.GetValueRefOrAddDefault(ids, id, out var known);
                    word = known ? word : ids.Count - 1;
                    nameWords.Add(word);
                }

                starts.Add(nameWords.Count);
                return (row.GetInt64(0), at);
            },
            version);
        var words = new NameToken[ids.Count];
        foreach (var (id, word) in views.Query("SELECT w.id, w.written, w.latin, w.script, w.kind, w.sound, w.bones FROM json_each($1) j JOIN lists_word w ON w.id = j.value", ListWord.Read, $"[{string.Join(',', ids.Keys)}]"))
        {
            words[ids[id]] = word;
        }

        return new ListIndex(entries, names, new Rows([.. nameWords], [.. starts]), ImmutableCollectionsMarshal.AsImmutableArray(words));
    }

    /// <summary>The entries listed on a day that have a name which scores the threshold or more, each with the name that scores most; the likeliest first.</summary>
    public List<ListFound> Ask(ImmutableArray<NameToken> asked, DateOnly on)
    {
        var meets = new Dictionary<int, List<NamePair>>();
        var alike = asked.Select(_words.Alike).ToArray();
        for (var i = 0; i < asked.Length; i++)
        {
            foreach (var (word, how) in alike[i])
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(meets, word, out _) ??= []).Add(new NamePair(how, i, 0));
            }
        }

        var question = new NameQuestion(asked);
        var seen = new bool[Names];
        var best = new Dictionary<int, (int Name, double Score)>();
        foreach (var word in Needed(asked, alike).SelectMany(i => alike[i]).Select(pair => pair.Word).Distinct())
        {
            foreach (var name in _postings[word])
            {
                var entry = _nameEntries[name];
                if (seen[name] || _since[entry] > on.DayNumber || _until[entry] <= on.DayNumber)
                {
                    continue;
                }

                seen[name] = true;
                var score = Score(question, name, meets);
                if (score >= Lists.Threshold && (!best.TryGetValue(entry, out var known) || known.Score < score || (known.Score == score && name < known.Name)))
                {
                    best[entry] = (name, score);
                }
            }
        }

        return [.. best.OrderByDescending(pair => pair.Value.Score).ThenBy(pair => pair.Key).Select(pair => new ListFound(_entryRows[pair.Key], _nameRows[pair.Value.Name], pair.Value.Score))];
    }

    /// <summary>The words of which a hit has one at least: all, without those that the most names have and that are too light together to make a hit.</summary>
    private IEnumerable<int> Needed(ImmutableArray<NameToken> asked, List<(int Word, double Alike)>[] alike)
    {
        var left = (asked.Sum(token => token.Weight) * LeastShare) - Slack;
        foreach (var i in Enumerable.Range(0, asked.Length).OrderByDescending(i => alike[i].Sum(pair => (long)_postings[pair.Word].Length)))
        {
            if (asked[i].Weight < left)
            {
                left -= asked[i].Weight;
            }
            else
            {
                yield return i;
            }
        }
    }

    private double Score(NameQuestion question, int name, Dictionary<int, List<NamePair>> meets)
    {
        question.Begin();
        var words = _nameWords[name];
        for (var j = 0; j < words.Length; j++)
        {
            question.Add(_weights[words[j]], meets.GetValueOrDefault(words[j]));
        }

        return question.Score(Lists.Threshold - Slack);
    }
}
