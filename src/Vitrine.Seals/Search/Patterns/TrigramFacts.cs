using System.Text;

namespace Vitrine.Seals;

/// <summary>
/// What is known of the texts that a part of a pattern matches, folded as trigrams are: all of them where they are few, else how they begin and end, and the trigrams they hold.
/// The way of Russ Cox's codesearch (https://swtch.com/~rsc/regexp/regexp4.html).
/// </summary>
/// <remarks>A text is a string of bytes, one a character. Beginnings and ends are sets of which one applies; the empty text in them says nothing.</remarks>
internal sealed class TrigramFacts
{
    private const int MaxExact = 20;
    private const int MaxEnds = 20;
    private const int MaxLength = 64;
    private const int MaxLiteral = 4096;
    private const int MaxClass = 20;
    private const int MaxTimes = 8;

    private readonly HashSet<string>? _exact;
    private readonly HashSet<string> _starts;
    private readonly HashSet<string> _ends;
    private readonly TrigramQuery _query;

    private TrigramFacts(HashSet<string> exact)
    {
        // One text alone may be long: a literal keeps all its trigrams.
        var isSmall = exact.Count <= MaxExact && exact.Max(text => text.Length) <= (exact.Count == 1 ? MaxLiteral : MaxLength);
        _exact = isSmall ? exact : null;
        (_starts, _ends) = isSmall ? ([], []) : (Starts(exact), Ends(exact));
        _query = isSmall ? TrigramQuery.All : Grams(exact);
    }

    private TrigramFacts(HashSet<string> starts, HashSet<string> ends, TrigramQuery query)
    {
        _query = query.With(Grams(starts)).With(Grams(ends));
        (_starts, _ends) = (Starts(starts), Ends(ends));
    }

    private static TrigramFacts Nothing { get; } = new([""], [""], TrigramQuery.All);

    private HashSet<string> AllStarts => _exact ?? _starts;

    private HashSet<string> AllEnds => _exact ?? _ends;

    /// <summary>Looks at a pattern.</summary>
    public static TrigramFacts Of(SyntaxNode node) => node switch
    {
        SyntaxNode.Empty or SyntaxNode.Look => new TrigramFacts([""]),
        SyntaxNode.Span span => Of(span.Item),
        SyntaxNode.Set set => Set(set),
        SyntaxNode.Sequence sequence => sequence.Items.Select(Of).Aggregate(Then),
        SyntaxNode.Choice choice => choice.Items.Select(Of).Aggregate(Or),
        SyntaxNode.Repeat repeat => Repeat(repeat),
        _ => throw new InvalidOperationException($"No such node: {node}."),
    };

    /// <summary>All that is asked of a text.</summary>
    public TrigramQuery Whole() => _exact is null ? _query : _query.With(Grams(_exact));

    private static TrigramFacts Set(SyntaxNode.Set set)
    {
        if (set.Points.Count > MaxClass)
        {
            return Nothing;
        }

        var texts = new HashSet<string>();
        foreach (var value in set.Points.Ranges.SelectMany(range => Enumerable.Range(range.From, range.To - range.From + 1)))
        {
            texts.Add(set.IsBytes || value < 0x80
                ? ((char)TrigramQuery.Fold((byte)value)).ToString()
                : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(new Rune(value).ToString())));
        }

        return new TrigramFacts(texts);
    }

    private static TrigramFacts Then(TrigramFacts first, TrigramFacts second)
    {
        if (first._exact is not null && second._exact is not null && first._exact.Count * second._exact.Count <= MaxExact * MaxExact)
        {
            return new TrigramFacts(Cross(first._exact, second._exact));
        }

        var starts = first._exact is not null && first._exact.Count * second.AllStarts.Count <= MaxExact * MaxExact ? Cross(first._exact, second.AllStarts) : first.AllStarts;
        var ends = second._exact is not null && second._exact.Count * first.AllEnds.Count <= MaxExact * MaxExact ? Cross(first.AllEnds, second._exact) : second.AllEnds;
        var (left, right) = (Ends(first.AllEnds), Starts(second.AllStarts));
        return new TrigramFacts(starts, ends, first.Whole().With(second.Whole()).With(Grams(Cross(left, right))));
    }

    private static TrigramFacts Or(TrigramFacts first, TrigramFacts second) =>
        first._exact is not null && second._exact is not null
            ? new TrigramFacts([.. first._exact, .. second._exact])
            : new TrigramFacts([.. first.AllStarts, .. second.AllStarts], [.. first.AllEnds, .. second.AllEnds], first.Whole().Or(second.Whole()));

    private static TrigramFacts Repeat(SyntaxNode.Repeat repeat)
    {
        var item = Of(repeat.Item);
        if (repeat.Max == 0)
        {
            return new TrigramFacts([""]);
        }

        if (repeat.Min == 0)
        {
            return repeat.Max == 1 ? Or(item, new TrigramFacts([""])) : Nothing;
        }

        var times = Enumerable.Repeat(item, Math.Min(repeat.Min, MaxTimes)).Aggregate(Then);
        return repeat.Max == repeat.Min && repeat.Min <= MaxTimes ? times : new TrigramFacts(times.AllStarts, times.AllEnds, times.Whole());
    }

    /// <summary>One of the texts with all its trigrams; nothing if one has none.</summary>
    private static TrigramQuery Grams(HashSet<string> texts) =>
        texts.Any(text => text.Length < 3) ? TrigramQuery.All : texts.Order(StringComparer.Ordinal).Select(Grams).Aggregate((one, other) => one.Or(other));

    private static TrigramQuery Grams(string text)
    {
        TrigramQuery[] grams = [.. Enumerable.Range(0, text.Length - 2).Select(at => (text[at] << 16) | (text[at + 1] << 8) | text[at + 2]).Distinct().Select(value => new TrigramQuery.Gram(value))];
        return grams is [var one] ? one : new TrigramQuery.And([.. grams]);
    }

    private static HashSet<string> Cross(HashSet<string> first, HashSet<string> second) => [.. first.SelectMany(one => second.Select(other => one + other))];

    /// <summary>How these texts begin: as long as the set stays small.</summary>
    private static HashSet<string> Starts(HashSet<string> texts) => Shorten(texts, (text, length) => text[..length]);

    private static HashSet<string> Ends(HashSet<string> texts) => Shorten(texts, (text, length) => text[^length..]);

    private static HashSet<string> Shorten(HashSet<string> texts, Func<string, int, string> cut)
    {
        for (var length = 4; length > 0; length--)
        {
            HashSet<string> shorter = [.. texts.Select(text => text.Length <= length ? text : cut(text, length))];
            if (shorter.Count <= MaxEnds)
            {
                return shorter;
            }
        }

        return [""];
    }
}
