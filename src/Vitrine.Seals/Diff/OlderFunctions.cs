namespace Vitrine.Seals;

/// <summary>
/// The functions of an older text where those of the newer are known: before the first change and after the last they are the same ones, so in C and C++ only what lies between is read. From the end of
/// one outer function to the beginning of another, whatever the parser would carry over is the same in both texts, but for open conditions of the preprocessor: where one reaches in, the whole is read.
/// </summary>
internal static class OlderFunctions
{
    /// <summary>The definitions; null where they cannot be read.</summary>
    /// <param name="reader">Reads a part of the older text.</param>
    /// <param name="older">The older text.</param>
    /// <param name="newer">The newer text.</param>
    /// <param name="changes">What differs, at least one change.</param>
    /// <param name="known">The newer text's definitions.</param>
    /// <param name="language">Their language.</param>
    public static IReadOnlyList<Symbol>? Of(
        Func<ReadOnlyMemory<byte>, IReadOnlyList<Symbol>?> reader, SealText older, SealText newer, IReadOnlyList<LineChange> changes, IReadOnlyList<Symbol> known, Language? language)
    {
        if (language is not { Name: "C" or "C++" })
        {
            return reader(older.Bytes);
        }

        var (first, last) = (changes[0], changes[^1]);
        var shift = newer.LineCount - older.LineCount;
        var outer = known.Where(symbol => symbol is { IsFunction: true, Scope: null }).ToList();
        var from = outer.Where(symbol => symbol.End < first.NewLine).Max(symbol => (int?)symbol.End) ?? 0;
        var after = outer.Where(symbol => symbol.Line >= last.NewLine + last.NewCount).Min(symbol => (int?)symbol.Line);
        var to = after is { } line ? line - shift - 1 : older.LineCount;
        if ((from == 0 && to == older.LineCount) || from >= to || ReachesIn(older, from + 1, to))
        {
            return reader(older.Bytes);
        }

        return reader(older.Bytes[older.LineStart(from + 1)..older.LineStart(to + 1)]) is { } between
            ?
            [
                .. known.Where(symbol => symbol.End <= from),
                .. between.Select(symbol => symbol with { Line = symbol.Line + from, End = symbol.End + from }),
                .. after is null ? [] : known.Where(symbol => symbol.Line >= after).Select(symbol => symbol with { Line = symbol.Line - shift, End = symbol.End - shift }),
            ]
            : reader(older.Bytes);
    }

    /// <summary>Whether a condition of the preprocessor that began before these lines goes on or ends in them.</summary>
    private static bool ReachesIn(SealText text, int from, int to)
    {
        var depth = 0;
        for (var number = from; number <= to; number++)
        {
            var line = text.LineBytes(number).Span.TrimStart(" \t"u8);
            if (!line.StartsWith("#"u8))
            {
                continue;
            }

            var word = line[1..].TrimStart(" \t"u8);
            if (word.StartsWith("if"u8))
            {
                depth++;
            }
            else if (word.StartsWith("el"u8) && depth == 0)
            {
                return true;
            }
            else if (word.StartsWith("endif"u8) && --depth < 0)
            {
                return true;
            }
        }

        return false;
    }
}
