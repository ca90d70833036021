using System.Text;

namespace Vitrine.Seals;

/// <summary>What trigrams a unit must have for a pattern to match in it, asked of an index.</summary>
internal sealed class RequiredTrigrams
{
    /// <summary>What a byte of a list costs, and what a unit costs that is looked at, in the same measure: about half a nanosecond.</summary>
    private const int CostOfByte = 4;
    private const int CostOfUnit = 2000;

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

    /// <summary>Takes out of a set what cannot match. Lists are read from the shortest, while that costs less than looking at the units that are left.</summary>
    public void Narrow(TrigramSegment segment, BitSet set)
    {
        Narrow(segment, set, _keys);
        Narrow(segment, set, _query);
    }

    private static void Narrow(TrigramSegment segment, BitSet set, IEnumerable<int> keys)
    {
        foreach (var (key, cost) in keys.Distinct().Select(key => (Key: key, Cost: segment.CostOf(key))).Where(one => one.Cost >= 0).OrderBy(one => one.Cost))
        {
            if (!IsWorth(cost, ShareOf(segment, cost), set))
            {
                return;
            }

            segment.Keep(set, key);
        }
    }

    private static void Narrow(TrigramSegment segment, BitSet set, TrigramQuery query)
    {
        switch (query)
        {
            case TrigramQuery.Gram gram:
                Narrow(segment, set, [Key(gram)]);
                break;
            case TrigramQuery.And all:
                Narrow(segment, set, all.Items.OfType<TrigramQuery.Gram>().Select(Key));
                foreach (var item in all.Items.Where(item => item is not TrigramQuery.Gram).Select(item => (Item: item, Cost: CostOf(segment, item))).OrderBy(item => item.Cost))
                {
                    Narrow(segment, set, item.Item);
                }

                break;
            case TrigramQuery.Any any when IsWorth(CostOf(segment, any), ShareOf(segment, any), set):
                var found = BitSet.None(segment.Units.Units);
                foreach (var item in any.Items)
                {
                    var one = set.Copy();
                    Narrow(segment, one, item);
                    found.Add(one);
                }

                set.Keep(found);
                break;
        }
    }

    /// <summary>What it costs at least to exclude something by a query; each alternative also makes a set of its own.</summary>
    private static long CostOf(TrigramSegment segment, TrigramQuery query) => query switch
    {
        TrigramQuery.Gram gram => Math.Max(0, segment.CostOf(Key(gram))),
        TrigramQuery.And { Items: [] } => 0,
        TrigramQuery.And all => all.Items.Min(item => CostOf(segment, item)),
        TrigramQuery.Any any => any.Items.Sum(item => CostOf(segment, item) + (segment.Units.Units / 64)),
        _ => throw new InvalidOperationException($"No such query: {query}."),
    };

    /// <summary>The share of units that is guessed to have what a query asks for.</summary>
    private static double ShareOf(TrigramSegment segment, TrigramQuery query) => query switch
    {
        TrigramQuery.Gram gram => ShareOf(segment, segment.CostOf(Key(gram))),
        TrigramQuery.And all => all.Items.Aggregate(1.0, (share, item) => Math.Min(share, ShareOf(segment, item))),
        TrigramQuery.Any any => 1 - any.Items.Aggregate(1.0, (none, item) => none * (1 - ShareOf(segment, item))),
        _ => throw new InvalidOperationException($"No such query: {query}."),
    };

    /// <summary>A list has at least half a byte for each of its units, or is a bit for all.</summary>
    private static double ShareOf(TrigramSegment segment, int bytes) => bytes < 0 ? 1 : Math.Min(1, 2.0 * bytes / segment.Units.Units);

    private static bool IsWorth(long cost, double share, BitSet set) => cost * CostOfByte <= set.Count * (1 - share) * CostOfUnit;

    private static int Key(TrigramQuery.Gram gram) => TrigramKey.Of((byte)(gram.Value >> 16), (byte)((gram.Value >> 8) & 0xFF), (byte)(gram.Value & 0xFF));

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
