namespace Vitrine.Seals;

/// <summary>Bytes of a class so many of which follow each other in every line that matches: what to look for in patterns without a literal, such as <c>[0-9]{9,}</c>.</summary>
/// <param name="Members">By byte: whether it is of the class. A line feed never is.</param>
/// <param name="Length">How many, at least 1.</param>
internal sealed record RequiredRun(bool[] Members, int Length)
{
    // A longer run is looked for by its first bytes.
    private const int MaxLength = 4096;

    // Shorter runs are passed over too slowly.
    private const int LeastLength = 4;

    // Patterns that are guessed to have one at more places than this are run through instead.
    private const double CommonShare = 1 / 20.0;

    /// <summary>The share of places in source code at which such a run is guessed to begin.</summary>
    private double Share => Math.Pow(ShareOf(value => Members[value]) / ShareOf(_ => true), Length);

    /// <summary>The rarest one of a pattern; null where none is worth being looked for.</summary>
    public static RequiredRun? Of(SyntaxNode pattern) => Look(pattern) is { Length: >= LeastLength } run && run.Share <= CommonShare ? run : null;

    private static double ShareOf(Func<int, bool> takes) => Enumerable.Range(0, 256).Where(takes).Sum(value => Literal.ShareOf((byte)value));

    private static RequiredRun? Look(SyntaxNode node) => node switch
    {
        SyntaxNode.Set set => Single(set),
        SyntaxNode.Span span => Look(span.Item),
        SyntaxNode.Sequence sequence => sequence.Items.Select(Look).OfType<RequiredRun>().MinBy(run => run.Share),
        SyntaxNode.Choice choice => Choice([.. choice.Items.Select(Look)]),
        SyntaxNode.Repeat { Min: > 0, Item: SyntaxNode.Set set } repeat => Single(set) is { } one ? one with { Length = (int)Math.Min(MaxLength, (long)one.Length * repeat.Min) } : null,
        SyntaxNode.Repeat { Min: > 0 } repeat => Look(repeat.Item),
        _ => null,
    };

    /// <summary>A character: one byte of ASCII, or at least two others. Which of these is not told apart.</summary>
    private static RequiredRun? Single(SyntaxNode.Set set)
    {
        if (set.Points.IsEmpty)
        {
            return null;
        }

        var members = new bool[256];
        var (isAscii, isBeyond) = (false, false);
        foreach (var (from, to) in set.Points.Ranges)
        {
            for (var value = from; value <= Math.Min(to, set.IsBytes ? 0xFF : 0x7F); value++)
            {
                members[value] = true;
            }

            isAscii |= set.IsBytes || from < 0x80;
            isBeyond |= !set.IsBytes && to >= 0x80;
        }

        if (isBeyond)
        {
            members.AsSpan(0x80).Fill(true);
        }

        members['\n'] = false;
        return new RequiredRun(members, isAscii ? 1 : 2);
    }

    private static RequiredRun? Choice(RequiredRun?[] items)
    {
        if (items.Contains(null))
        {
            return null;
        }

        var members = new bool[256];
        for (var value = 0; value < members.Length; value++)
        {
            members[value] = Array.Exists(items, item => item!.Members[value]);
        }

        return new RequiredRun(members, items.Min(item => item!.Length));
    }
}
