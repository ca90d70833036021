namespace Vitrine.Seals;

/// <summary>What the units of one segment must have for a pattern to match in them: every list, and of each choice one alternative. All lists are found once.</summary>
internal sealed class TrigramPlan
{
    /// <summary>What a byte of a list costs, and what a unit costs that is looked at, in the same measure: about half a nanosecond.</summary>
    private const int CostOfByte = 4;
    private const int CostOfUnit = 2000;

    /// <summary>Fewer bytes of lists are read sooner than another thread begins.</summary>
    private const long LeastShared = 64 << 10;
    private const int LeastRuns = 2;

    /// <summary>A choice that fewer units than this are without excludes nothing that is worth it.</summary>
    private const double LeastNone = 0.001;

    private readonly TrigramList[] _lists;
    private readonly Choice[] _choices;
    private readonly int _runs;

    /// <param name="segment">Whose lists; what of them cannot be read is left out.</param>
    /// <param name="keys">Keys that a unit must have.</param>
    /// <param name="query">What else it must have.</param>
    public TrigramPlan(TrigramSegment segment, IEnumerable<int> keys, TrigramQuery query)
    {
        var all = new HashSet<int>(keys);
        var choices = new List<Choice>();
        Take(query);
        _lists = [.. all.Select(key => segment.ListOf(key)).OfType<TrigramList>().OrderBy(list => list.Cost)];
        _choices = [.. choices.OrderBy(choice => choice.Cost)];
        _runs = TrigramSegment.RunsOf(segment.Units.Units);

        void Take(TrigramQuery one)
        {
            switch (one)
            {
                case TrigramQuery.Gram gram:
                    all.Add(Key(gram));
                    break;
                case TrigramQuery.And and:
                    foreach (var item in and.Items)
                    {
                        Take(item);
                    }

                    break;
                case TrigramQuery.Any any:
                    if (Choice.Of(segment, any) is { } choice)
                    {
                        choices.Add(choice);
                    }

                    break;
                default:
                    throw new InvalidOperationException($"No such query: {one}.");
            }
        }
    }

    /// <summary>What it costs at least to exclude something.</summary>
    private long Cost => _lists.Select(list => list.Cost).Concat(_choices.Select(choice => choice.Cost)).DefaultIfEmpty().Min();

    /// <summary>The share of units that is guessed to have what is asked for.</summary>
    private double Share => _lists.Select(list => list.Share).Concat(_choices.Select(choice => choice.Share)).DefaultIfEmpty(1).Min();

    /// <summary>Bytes of all lists that it may read.</summary>
    private long Bytes => _lists.Sum(list => list.Cost) + _choices.Sum(choice => choice.Bytes);

    /// <summary>Takes out of a set what cannot match, on all cores where there is much to read.</summary>
    public void Keep(BitSet set)
    {
        var parts = Bytes < LeastShared ? 1 : Math.Min(Environment.ProcessorCount, _runs / LeastRuns);
        if (parts < 2)
        {
            Keep(set, 0);
            return;
        }

        Parallel.For(0, parts, AllCores.Until(CancellationToken.None), part =>
        {
            var (from, to) = (_runs * part / parts, _runs * (part + 1) / parts);
            var some = set.Copy(from, to);
            Keep(some, from);
            some.Run(0, to - from).CopyTo(set.Run(from, to - from));
        });
    }

    /// <summary>Lists are read from the shortest, while that costs less than looking at the units that are left.</summary>
    private void Keep(BitSet set, int first)
    {
        foreach (var list in _lists)
        {
            if (!IsWorth(list.Cost, list.Share, set))
            {
                break;
            }

            list.Keep(set, first);
        }

        foreach (var choice in _choices)
        {
            if (IsWorth(choice.Cost, choice.Share, set))
            {
                choice.Keep(set, first);
            }
        }
    }

    private bool IsWorth(long cost, double share, BitSet set) => (double)cost * set.Runs / _runs * CostOfByte <= set.Count * (1 - share) * CostOfUnit;

    private static int Key(TrigramQuery.Gram gram) => TrigramKey.Of((byte)(gram.Value >> 16), (byte)((gram.Value >> 8) & 0xFF), (byte)(gram.Value & 0xFF));

    /// <summary>Alternatives, one of which a unit must have. A class of characters has thousands, most of them one list.</summary>
    private sealed class Choice
    {
        private readonly List<TrigramList> _lists = [];
        private readonly List<TrigramPlan> _plans = [];

        /// <summary>What it costs at least; each alternative also goes through a set.</summary>
        public long Cost { get; private set; }

        /// <summary>The share of units that is guessed to have one of them.</summary>
        public double Share { get; private set; }

        /// <summary>Bytes of all lists that it may read.</summary>
        public long Bytes { get; private set; }

        /// <summary>Finds the lists of a choice; null if nothing would be excluded: one cannot be found, or together they stand nearly everywhere.</summary>
        public static Choice? Of(TrigramSegment segment, TrigramQuery.Any any)
        {
            var choice = new Choice();
            var none = 1.0;
            foreach (var item in any.Items)
            {
                if (item is not TrigramQuery.Gram gram)
                {
                    var plan = new TrigramPlan(segment, [], item);
                    choice._plans.Add(plan);
                    choice.Weigh(plan.Cost + (segment.Units.Units / 64), plan.Bytes);
                    none *= 1 - plan.Share;
                }
                else if (segment.ListOf(Key(gram)) is { } list)
                {
                    choice._lists.Add(list);
                    choice.Weigh(list.Cost + (segment.Units.Units / 64), list.Cost);
                    none *= 1 - list.Share;
                }
                else
                {
                    return null;
                }

                if (none < LeastNone)
                {
                    return null;
                }
            }

            choice.Share = 1 - none;
            return choice;
        }

        public void Keep(BitSet set, int first)
        {
            var found = BitSet.NoneOf(set.Runs);
            foreach (var list in _lists)
            {
                list.AddTo(found, set, first);
            }

            foreach (var plan in _plans)
            {
                var one = set.Copy(0, set.Runs);
                plan.Keep(one, first);
                found.Add(one);
            }

            set.Keep(found);
        }

        private void Weigh(long cost, long bytes) => (Cost, Bytes) = (Cost + cost, Bytes + bytes);
    }
}
