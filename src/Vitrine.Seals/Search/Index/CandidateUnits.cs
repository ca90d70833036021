namespace Vitrine.Seals;

/// <summary>Which units of a segment may hold what a pattern asks for (<see cref="TrigramQuery"/>). What is left out cannot match; what is kept is looked at.</summary>
internal static class CandidateUnits
{
    // What a byte of a list costs, and what a unit costs that is looked at, in the same measure: about half a nanosecond.
    private const int CostOfByte = 4;
    private const int CostOfUnit = 2000;

    // An alternative of more parts is not looked up: its lists together are longer than what they leave out.
    private const int MostParts = 256;

    /// <summary>Takes out of a set what cannot match. Lists are read from the shortest, while that costs less than looking at the units that are left.</summary>
    public static void Narrow(TrigramQuery query, TrigramSegment segment, UnitSet set)
    {
        var parts = query is TrigramQuery.And and ? and.Items : [query];
        foreach (var (key, cost) in parts.OfType<TrigramQuery.Gram>().Select(Key).Distinct().Select(key => (Key: key, Cost: segment.CostOf(key))).Where(one => one.Cost >= 0).OrderBy(one => one.Cost))
        {
            if (IsDear(cost, set))
            {
                break;
            }

            segment.Keep(set, key);
        }

        foreach (var part in parts.Where(part => part is not TrigramQuery.Gram && part.Size <= MostParts).OrderBy(part => part.Size))
        {
            if (part is TrigramQuery.Any any)
            {
                NarrowToAny(any, segment, set);
            }
            else
            {
                Narrow(part, segment, set);
            }
        }
    }

    private static void NarrowToAny(TrigramQuery.Any any, TrigramSegment segment, UnitSet set)
    {
        if (IsDear(any.Items.Sum(item => LeastCost(item, segment)), set))
        {
            return;
        }

        var found = set.Copy();
        found.Clear();
        foreach (var item in any.Items)
        {
            var alone = set.Copy();
            Narrow(item, segment, alone);
            found.Add(alone);
        }

        set.Become(found);
    }

    private static bool IsDear(long bytes, UnitSet set) => bytes * CostOfByte > (long)set.Count * CostOfUnit;

    /// <summary>What it costs at least to narrow by a query.</summary>
    private static long LeastCost(TrigramQuery query, TrigramSegment segment) => query switch
    {
        TrigramQuery.Gram gram => Math.Max(0, segment.CostOf(Key(gram))),
        TrigramQuery.And and => and.Items.Select(item => LeastCost(item, segment)).DefaultIfEmpty(0).Min(),
        TrigramQuery.Any any => any.Items.Sum(item => LeastCost(item, segment)),
        _ => 0,
    };

    private static int Key(TrigramQuery.Gram gram) => TrigramKey.Of((byte)(gram.Value >> 16), (byte)((gram.Value >> 8) & 0xFF), (byte)(gram.Value & 0xFF));
}
