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
        _sounds = new Chains(words.Length, i => Key(words[i]));
        _bones = new Chains(words.Length, i => words[i].Kind is null && words[i].Bones.Length >= NameMatch.LeastBones ? words[i].Bones : null);
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

    public NameToken this[int word] => _words[word];

    /// <summary>The words that are alike, each with how much.</summary>
    public List<(int Word, int Alike)> Alike(NameToken asked)
    {
        var found = new Dictionary<int, int>();
        void Look(int word)
        {
            if (!found.ContainsKey(word) && NameMatch.Alike(asked, _words[word]) is > 0 and var alike)
            {
                found[word] = alike;
            }
        }

        foreach (var word in _sounds.Of(Key(asked)))
        {
            Look(word);
        }

        if (asked.Kind is null)
        {
            foreach (var word in _bones.Of(asked.Bones))
            {
                Look(word);
            }

            EachTypo(asked.Latin, Look);
        }

        return [.. found.Select(pair => (pair.Key, pair.Value))];
    }

    private static string Key(NameToken word) => word.Kind is null ? $".{word.Sound}" : $"={word.Latin}";

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
}
