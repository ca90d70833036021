namespace Vitrine.Seals;

/// <summary>A place in a file that a rule reports; without length, the whole file.</summary>
internal readonly record struct Hit(ScreeningRule Rule, int Start, int Length, ScreeningSeverity Severity, string Message);

/// <summary>Takes what rules find in one file; no more than <see cref="MaxPerRule"/> of each.</summary>
internal sealed class Hits
{
    /// <summary>The most findings of one rule in one file.</summary>
    public const int MaxPerRule = 50;

    /// <summary>The most facts of one kind that are kept of one file.</summary>
    public const int MaxFacts = 256;

    private readonly List<Hit> _hits = [];
    private readonly List<Fact> _facts = [];
    private readonly HashSet<(FactKind, string)> _known = [];
    private readonly Dictionary<ScreeningRule, (int Count, int LastStart)> _counts = [];

    /// <summary>Something was left out.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Reports a place; one that a rule comes to twice, by two of its anchors, is taken once.</summary>
    public void Add(ScreeningRule rule, int start, int length, ScreeningSeverity severity, string message)
    {
        var (count, last) = _counts.GetValueOrDefault(rule, (0, -1));
        if (last == start)
        {
            return;
        }

        if (count == MaxPerRule)
        {
            IsCut = true;
            return;
        }

        _counts[rule] = (count + 1, start);
        _hits.Add(new Hit(rule, start, length, severity, message));
    }

    /// <summary>What rules noted for the tree, in the order in which they did.</summary>
    public IReadOnlyList<Fact> Facts => _facts;

    /// <summary>Notes what only the whole tree can judge; of the same note in one file the first is kept, and no more than <see cref="MaxFacts"/> of a kind.</summary>
    public void Note(FactKind kind, string value, int start)
    {
        if (_known.Count < 8 * MaxFacts && _known.Add((kind, value)) && _facts.Count(fact => fact.Kind == kind) < MaxFacts)
        {
            _facts.Add(new Fact(kind, value, start));
        }
    }

    /// <summary>Whether more of a rule is taken; where not, what the rule would find there counts as left out.</summary>
    public bool HasRoom(ScreeningRule rule)
    {
        var hasRoom = _counts.GetValueOrDefault(rule).Count < MaxPerRule;
        IsCut |= !hasRoom;
        return hasRoom;
    }

    /// <summary>What was found, in the order of the text, without what a more exact rule says better.</summary>
    public List<Hit> InOrder()
    {
        var exact = _hits.Where(hit => !hit.Rule.IsGeneric && hit.Length > 0).ToArray();
        var kept = _hits.Where(hit => !hit.Rule.IsGeneric || !Array.Exists(exact, other => Overlap(hit, other))).ToList();
        kept.Sort((one, other) => one.Start != other.Start ? one.Start.CompareTo(other.Start) : string.CompareOrdinal(one.Rule.Id, other.Rule.Id));
        return kept;
    }

    private static bool Overlap(Hit one, Hit other) => other.Start < one.Start + one.Length && one.Start < other.Start + other.Length;
}
