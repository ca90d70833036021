using System.Collections.Immutable;
using System.Numerics;

namespace Vitrine.Register;

/// <summary>The words of many names, each once, and which of them could stand for a word that is asked: every one that <see cref="NameMatch.Alike"/> says is alike, and no other.</summary>
/// <remarks>
/// Words that are equal, share a stem or a sound, or other characters of one reading, have one sound; those that differ in their vowels have one skeleton of
/// consonants; each is a chain. Typing errors are looked for among the words of nearly that length by a signature of two bits a letter (once, and twice or more),
/// of which an error changes two at most; so nothing within the distance is passed over.
/// </remarks>
internal sealed class WordIndex
{
    private readonly ImmutableArray<NameToken> _words;
    private readonly Chains _sounds;
    private readonly Chains _bones;
    private readonly int[] _byLength;
    private readonly ulong[] _signatures;
    private readonly int[] _lengths = new int[Distance.Longest + 2];

    public WordIndex(ImmutableArray<NameToken> words)
    {
        _words = words;
        _sounds = new Chains(words, Key);
        _bones = new Chains(words, word => word.Kind is null && word.Bones.Length >= NameMatch.LeastBones ? word.Bones : null);
        _byLength = [.. Enumerable.Range(0, words.Length).Where(i => words[i].Kind is null && words[i].Latin.Length is >= NameMatch.LeastOneLetter and <= Distance.Longest).OrderBy(i => words[i].Latin.Length)];
        _signatures = [.. _byLength.Select(i => Signature(words[i].Latin))];
        for (var (length, at) = (0, 0); length < _lengths.Length; length++)
        {
            while (at < _byLength.Length && words[_byLength[at]].Latin.Length < length)
            {
                at++;
            }

            _lengths[length] = at;
        }
    }

    /// <summary>The words that are alike, each with how much.</summary>
    public List<(int Word, double Alike)> Alike(NameToken asked)
    {
        var found = new Dictionary<int, double>();
        void Look(int word)
        {
            if (!found.ContainsKey(word) && NameMatch.Alike(asked, _words[word]) is > 0 and var alike)
            {
                found[word] = alike;
            }
        }

        _sounds.Each(Key(asked), Look);
        if (asked.Kind is null)
        {
            _bones.Each(asked.Bones, Look);
            EachTypo(asked.Latin, Look);
        }

        return [.. found.Select(pair => (pair.Key, pair.Value))];
    }

    private static string Key(NameToken word) => word.Kind is null ? word.Sound : $"={word.Latin}";

    private void EachTypo(string latin, Action<int> look)
    {
        if (latin.Length > Distance.Longest)
        {
            return;
        }

        var signature = Signature(latin);
        for (var length = Math.Max(latin.Length - 2, NameMatch.LeastOneLetter); length <= Math.Min(latin.Length + 2, Distance.Longest); length++)
        {
            var most = Math.Min(length, latin.Length) >= NameMatch.LeastTwoLetters ? 4 : 2;
            for (var at = _lengths[length]; at < _lengths[length + 1]; at++)
            {
                if (BitOperations.PopCount(signature ^ _signatures[at]) <= most)
                {
                    look(_byLength[at]);
                }
            }
        }
    }

    private static ulong Signature(string word)
    {
        var signature = 0UL;
        foreach (var c in word)
        {
            var once = 1UL << (c & 31);
            signature |= (signature & once) == 0 ? once : once << 32;
        }

        return signature;
    }

    /// <summary>Words that share a key: the first of each, and after each word the next.</summary>
    private sealed class Chains
    {
        private readonly Dictionary<string, int> _first = new(StringComparer.Ordinal);
        private readonly int[] _next;

        public Chains(ImmutableArray<NameToken> words, Func<NameToken, string?> key)
        {
            _next = new int[words.Length];
            for (var i = 0; i < words.Length; i++)
            {
                if (key(words[i]) is { } of)
                {
                    _next[i] = _first.TryGetValue(of, out var before) ? before : -1;
                    _first[of] = i;
                }
            }
        }

        public void Each(string key, Action<int> look)
        {
            for (var word = _first.GetValueOrDefault(key, -1); word >= 0; word = _next[word])
            {
                look(word);
            }
        }
    }
}
