using System.Text;

namespace Vitrine.Seals;

/// <summary>The trigrams that every match of a pattern holds, as far as they are known.</summary>
internal sealed class RequiredTrigrams
{
    /// <summary>What a byte of a list costs, and what a unit costs that is looked at, in the same measure: about half a nanosecond.</summary>
    private const int CostOfByte = 4;
    private const int CostOfUnit = 2000;

    private readonly int[] _keys;

    private RequiredTrigrams(IEnumerable<int> keys) => _keys = [.. keys];

    /// <summary>Nothing is known: every unit may match.</summary>
    public static RequiredTrigrams None { get; } = new([]);

    /// <summary>Whether anything can be excluded.</summary>
    public bool Any => _keys.Length > 0;

    /// <summary>Those of a text that every match holds.</summary>
    /// <remarks>Whatever the case: what is not ASCII may fold to other bytes, so only runs of ASCII count. The two characters that fold to ASCII are indexed as what they fold to.</remarks>
    public static RequiredTrigrams Of(string text, bool ignoreCase)
    {
        var keys = new HashSet<int>();
        foreach (var run in ignoreCase ? AsciiRuns(text) : [text])
        {
            TrigramKey.AddTo(keys, Encoding.UTF8.GetBytes(run));
        }

        return new RequiredTrigrams(keys);
    }

    /// <summary>Takes out of a set what cannot match. Lists are read from the shortest, while that costs less than looking at the units that are left.</summary>
    public void Narrow(TrigramSegment segment, UnitSet set)
    {
        foreach (var (key, cost) in _keys.Select(key => (Key: key, Cost: segment.CostOf(key))).Where(one => one.Cost >= 0).OrderBy(one => one.Cost))
        {
            if ((long)cost * CostOfByte > (long)set.Count * CostOfUnit)
            {
                return;
            }

            segment.Keep(set, key);
        }
    }

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
