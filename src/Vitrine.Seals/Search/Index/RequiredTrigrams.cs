using System.Text;

namespace Vitrine.Seals;

/// <summary>What trigrams a unit must have for a pattern to match in it, asked of an index.</summary>
internal sealed class RequiredTrigrams
{
    private readonly int[] _keys;
    private readonly TrigramQuery _query;

    private RequiredTrigrams(IEnumerable<int> keys, TrigramQuery query)
    {
        _keys = [.. keys];
        _query = query;
    }

    /// <summary>Whether anything can be excluded.</summary>
    public bool Any => _keys.Length > 0 || _query is not TrigramQuery.And { Items: [] };

    /// <summary>Those of a pattern.</summary>
    public static RequiredTrigrams Of(TrigramQuery query) => new([], query);

    /// <summary>Those of a text.</summary>
    /// <remarks>Whatever the case: what is not ASCII may fold to other bytes, so only runs of ASCII count. The two characters that fold to ASCII are indexed as what they fold to.</remarks>
    public static RequiredTrigrams Of(string text, bool ignoreCase)
    {
        var keys = new HashSet<int>();
        foreach (var run in ignoreCase ? AsciiRuns(text) : [text])
        {
            TrigramKey.AddTo(keys, Encoding.UTF8.GetBytes(run));
        }

        return new RequiredTrigrams(keys, TrigramQuery.All);
    }

    /// <summary>Takes out of a set of a segment's units what cannot match.</summary>
    public void Narrow(TrigramSegment segment, BitSet set) => new TrigramPlan(segment, _keys, _query).Keep(set);

    private static IEnumerable<string> AsciiRuns(string text)
    {
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || !char.IsAscii(text[i]))
            {
                yield return text[start..i];
                start = i + 1;
            }
        }
    }
}
