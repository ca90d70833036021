using System.Collections.Immutable;

namespace Vitrine.Seals;

/// <summary>
/// Finds a small set of byte sequences one of which stands in every line that matches; and whether a line that holds one matches.
/// </summary>
internal static class RequiredLiterals
{
    private const int MaxCount = 48;
    private const int MaxClass = 12;
    private const int MaxLength = 128;

    /// <summary>What is known of a pattern.</summary>
    /// <param name="All">All that it can match, without regard to conditions on the place; null if that is too much.</param>
    /// <param name="Best">The set of sequences found best to look for; null if there is none.</param>
    /// <param name="HasLooks">Whether there are conditions on the place.</param>
    private readonly record struct Facts(ImmutableArray<Literal>? All, ImmutableArray<Literal>? Best, bool HasLooks);

    /// <summary>Finds the set.</summary>
    /// <returns>The sequences, none empty, or null; and whether the pattern is nothing but them.</returns>
    public static (ImmutableArray<Literal>? Literals, bool IsWhole) Of(SyntaxNode pattern)
    {
        var facts = Look(pattern);
        return facts is { All: { } all, HasLooks: false } && IsUsable(all) ? (all, true) : (Better(facts.All, facts.Best), false);
    }

    private static Facts Look(SyntaxNode node) => node switch
    {
        SyntaxNode.Empty => new Facts([Literal.Empty], null, false),
        SyntaxNode.Look => new Facts([Literal.Empty], null, true),
        SyntaxNode.Span span => Look(span.Item),
        SyntaxNode.Set set => new Facts(Spell(set), null, false),
        SyntaxNode.Sequence sequence => Sequence([.. sequence.Items.Select(Look)]),
        SyntaxNode.Choice choice => Choice([.. choice.Items.Select(Look)]),
        SyntaxNode.Repeat repeat => Repeat(repeat),
        _ => throw new InvalidOperationException($"No such node: {node}."),
    };

    /// <summary>Each character of a small set, in UTF-8; the two cases of an ASCII letter together.</summary>
    private static ImmutableArray<Literal>? Spell(SyntaxNode.Set set)
    {
        if (set.Points.Count > MaxClass)
        {
            return null;
        }

        var literals = ImmutableArray.CreateBuilder<Literal>();
        Span<byte> bytes = stackalloc byte[4];
        foreach (var value in set.Points.Ranges.SelectMany(range => Enumerable.Range(range.From, range.To - range.From + 1)))
        {
            if (value < 0x80 || set.IsBytes)
            {
                var isFolded = value < 0x80 && char.IsAsciiLetter((char)value) && set.Points.Contains(value ^ 0x20);
                if (!isFolded || char.IsAsciiLetterLower((char)value))
                {
                    literals.Add(Literal.Of((byte)value, isFolded));
                }
            }
            else
            {
                var length = new System.Text.Rune(value).EncodeToUtf8(bytes);
                literals.Add(new Literal([.. bytes[..length]], [.. new byte[length]]));
            }
        }

        return literals.ToImmutable();
    }

    private static Facts Sequence(Facts[] items)
    {
        ImmutableArray<Literal>? best = null;
        ImmutableArray<Literal> run = [Literal.Empty];
        var isWhole = true;
        foreach (var item in items)
        {
            best = Better(best, item.Best);
            if (item.All is { } all && Cross(run, all) is { } longer)
            {
                run = longer;
                continue;
            }

            best = Better(best, run);
            run = item.All ?? [Literal.Empty];
            isWhole = false;
        }

        return new Facts(isWhole ? run : null, Better(best, run), items.Any(item => item.HasLooks));
    }

    private static Facts Choice(Facts[] items)
    {
        var hasLooks = items.Any(item => item.HasLooks);
        var all = Union(items.Select(item => item.All));
        return new Facts(all, Union(items.Select(item => Better(item.All, item.Best))), hasLooks);
    }

    private static Facts Repeat(SyntaxNode.Repeat repeat)
    {
        var item = Look(repeat.Item);
        var one = Better(item.All, item.Best);
        if (repeat.Min == 0)
        {
            return new Facts(repeat.Max == 1 ? Union([item.All, [Literal.Empty]]) : null, null, item.HasLooks);
        }

        if (item.All is not { } all || all.All(literal => literal.Length == 0))
        {
            return new Facts(null, one, item.HasLooks);
        }

        ImmutableArray<Literal>? run = all;
        for (var i = 1; i < repeat.Min && run is { } shorter; i++)
        {
            one = Better(one, shorter);
            run = Cross(shorter, all);
        }

        return new Facts(repeat.Max == repeat.Min ? run : null, Better(one, run), item.HasLooks);
    }

    private static ImmutableArray<Literal>? Cross(ImmutableArray<Literal> first, ImmutableArray<Literal> second) =>
        first.Length * second.Length <= MaxCount && first.Max(literal => literal.Length) + second.Max(literal => literal.Length) <= MaxLength
            ? [.. first.SelectMany(one => second.Select(one.Then))]
            : null;

    private static ImmutableArray<Literal>? Union(IEnumerable<ImmutableArray<Literal>?> sets)
    {
        var union = new List<Literal>();
        foreach (var set in sets)
        {
            if (set is not { } literals || union.Count + literals.Length > MaxCount)
            {
                return null;
            }

            union.AddRange(literals);
        }

        return [.. union];
    }

    private static bool IsUsable(ImmutableArray<Literal> set) => set.Length > 0 && set.All(literal => literal.Length > 0);

    private static ImmutableArray<Literal>? Better(ImmutableArray<Literal>? one, ImmutableArray<Literal>? other)
    {
        var first = one is { } some && IsUsable(some) ? LiteralFinder.ShareOf(some) : double.MaxValue;
        var second = other is { } others && IsUsable(others) ? LiteralFinder.ShareOf(others) : double.MaxValue;
        return first == double.MaxValue && second == double.MaxValue ? null : first <= second ? one : other;
    }
}
