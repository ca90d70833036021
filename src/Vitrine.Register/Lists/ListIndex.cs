using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>A name of a list that is as much like the one asked as makes a hit.</summary>
/// <param name="Entry">The entry's row in the views.</param>
/// <param name="Name">The name's row in the views.</param>
/// <param name="Score">What <see cref="NameMatch"/> says of the two, in hundredths.</param>
internal readonly record struct ListFound(long Entry, long Name, int Score);

/// <summary>The names of one version of a list, in memory. It never changes, as the version does not.</summary>
/// <remarks>
/// Nothing that reaches the threshold is passed over. Two names score 2m / (a + b), where m is the weight that meets and b is no less than m; so a hit shares with
/// the asked name at least the weight a · t / (2 − t). Words of the asked name that together weigh less than that need not be read, and those are the ones that the
/// most names have: a hit has one of the others too. Each name that has is then scored exactly. Names that are alike when written together alone have one sound, or
/// one skeleton of consonants, when they are; those are two chains.
/// </remarks>
internal sealed class ListIndex
{
    private const int Least = (int)(Lists.Threshold * 100);

    private readonly long[] _entryRows;
    private readonly int[] _since;
    private readonly int[] _until;
    private readonly long[] _nameRows;
    private readonly int[] _nameEntries;
    private readonly Rows _nameWords;
    private readonly Rows _postings;
    private readonly int[] _weights;
    private readonly WordIndex _words;
    private readonly Chains _sounds;
    private readonly Chains _bones;

    private ListIndex(List<(long Row, int Since, int Until)> entries, List<(long Row, int Entry, string Sound, string Bones)> names, Rows nameWords, ImmutableArray<NameToken> words)
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
        _sounds = new Chains(names.Count, i => names[i].Sound);
        _bones = new Chains(names.Count, i => names[i].Bones);
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
            "SELECT n.id, n.entry, n.words, n.sound, n.bones FROM lists_member m JOIN lists_name n ON n.entry = m.entry WHERE m.version = $1 ORDER BY m.entry, n.id",
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
                return (row.GetInt64(0), at, row.GetString(3), row.GetString(4));
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
        var best = new Dictionary<int, (int Name, int Score)>();
        void Keep(int name, int score)
        {
            var entry = _nameEntries[name];
            if (score >= Least && (!best.TryGetValue(entry, out var known) || known.Score < score || (known.Score == score && name < known.Name)))
            {
                best[entry] = (name, score);
            }
        }

        bool IsListed(int name) => _since[_nameEntries[name]] <= on.DayNumber && _until[_nameEntries[name]] > on.DayNumber;

        foreach (var word in Needed(asked, alike).SelectMany(i => alike[i]).Select(pair => pair.Word).Distinct())
        {
            foreach (var name in _postings[word])
            {
                if (!seen[name] && IsListed(name))
                {
                    seen[name] = true;
                    Keep(name, Score(question, name, meets));
                }
            }
        }

        if (NameTokens.Together(asked) is [var together, ..])
        {
            foreach (var name in _sounds.Of(together.Sound).Concat(_bones.Of(together.Bones)).Distinct().Where(IsListed))
            {
                Keep(name, (int)Math.Round(NameMatch.Of(asked, Words(name)).Score * 100));
            }
        }

        return [.. best.OrderByDescending(pair => pair.Value.Score).ThenBy(pair => pair.Key).Select(pair => new ListFound(_entryRows[pair.Key], _nameRows[pair.Value.Name], pair.Value.Score))];
    }

    private ImmutableArray<NameToken> Words(int name)
    {
        var words = ImmutableArray.CreateBuilder<NameToken>();
        foreach (var word in _nameWords[name])
        {
            words.Add(_words[word]);
        }

        return words.ToImmutable();
    }

    /// <summary>The words of which a hit has one at least: all, without those that the most names have and that are too light together to make a hit.</summary>
    private IEnumerable<int> Needed(ImmutableArray<NameToken> asked, List<(int Word, int Alike)>[] alike)
    {
        // In whole numbers: a weight w stays below a · t / (2 − t) where w · (200 − t) < a · t, in hundredths.
        var left = asked.Sum(token => token.Weight) * Least;
        foreach (var i in Enumerable.Range(0, asked.Length).OrderByDescending(i => alike[i].Sum(pair => (long)_postings[pair.Word].Length)))
        {
            var share = asked[i].Weight * (200 - Least);
            if (share < left)
            {
                left -= share;
            }
            else
            {
                yield return i;
            }
        }
    }

    private int Score(NameQuestion question, int name, Dictionary<int, List<NamePair>> meets)
    {
        question.Begin();
        var words = _nameWords[name];
        for (var j = 0; j < words.Length; j++)
        {
            question.Add(_weights[words[j]], meets.GetValueOrDefault(words[j]));
        }

        return question.Score(Least);
    }
}
