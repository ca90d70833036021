using System.Collections.Frozen;

namespace Vitrine.Register;

internal enum WordKind
{
    /// <summary>What a party is in law, or a word that joins others.</summary>
    Form,

    /// <summary>What a party does.</summary>
    Weak,

    /// <summary>Where it is.</summary>
    Place,
}

/// <summary>A word that many names have.</summary>
/// <param name="Kind">What kind of word.</param>
/// <param name="Meaning">The one word for all its spellings: "technology" for 技术, technologies, технологии.</param>
internal sealed record NameWord(WordKind Kind, string Meaning);

/// <summary>Words that many names have, in the spellings of the scripts; found in a name as one word, several, or a part of what is written together.</summary>
internal sealed class NameWords
{
    private readonly FrozenDictionary<string, NameWord> _words;
    private readonly FrozenDictionary<string, NameWord>.AlternateLookup<ReadOnlySpan<char>> _spans;

    private NameWords()
    {
        var words = new Dictionary<string, NameWord>(StringComparer.Ordinal);
        foreach (var fields in NameTable.Read("words.tsv"))
        {
            var word = new NameWord(Enum.Parse<WordKind>(fields[0], ignoreCase: true), fields[1]);
            foreach (var spelling in fields[2].Split(','))
            {
                words.TryAdd(NameFold.Fold(spelling), word);
            }
        }

        _words = words.ToFrozenDictionary(StringComparer.Ordinal);
        _spans = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        LongestPhrase = words.Keys.Max(spelling => spelling.Count(c => c == ' ') + 1);
        LongestTogether = words.Keys.Where(spelling => NameScripts.Of(spelling[0]).RunsTogether()).Max(spelling => spelling.Length);
    }

    private static readonly Lazy<NameWords> Loaded = new(() => new NameWords());

    public static NameWords Table => Loaded.Value;

    /// <summary>The most words that a spelling has.</summary>
    public int LongestPhrase { get; }

    /// <summary>The most characters that a spelling has in scripts without blanks.</summary>
    public int LongestTogether { get; }

    public NameWord? Find(string spelling) => _words.GetValueOrDefault(spelling);

    public NameWord? Find(ReadOnlySpan<char> spelling) => _spans.TryGetValue(spelling, out var word) ? word : null;
}
