using System.Collections.Immutable;
using System.Text;

namespace Vitrine.Seals;

/// <summary>What a piece of a line is.</summary>
public enum TokenClass
{
    Plain,
    Keyword,
    String,
    Comment,
    Number,
    Type,
    Name,
    Punctuation,

    /// <summary>One hidden character (control, bidirectional, invisible), to be shown as <see cref="HiddenCharacters.Escape"/> says.</summary>
    Hidden,
}

/// <summary>A piece of a line, in UTF-16 units.</summary>
public readonly record struct HighlightSpan(int Start, int Length, TokenClass Class);

/// <summary>One line for the reading page.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">Without its end; what is not UTF-8 is U+FFFD.</param>
/// <param name="Spans">Pieces that cover the text from its start to its end, each exactly once.</param>
public sealed record HighlightedLine(int Number, string Text, ImmutableArray<HighlightSpan> Spans);

/// <summary>Colours code. Takes any bytes in any language, in time that grows with the text alone.</summary>
public static class Highlighter
{
    /// <summary>Lines of a text, from <paramref name="first"/> (counted from 1), at most <paramref name="count"/> and as many as there are.</summary>
    /// <remarks>The lines before are read too, since comments and strings may begin there.</remarks>
    public static IEnumerable<HighlightedLine> Lines(SealText text, Language language, int first, int count) => Lines(text, language, first, count, null);

    /// <inheritdoc cref="Lines(SealText, Language, int, int)"/>
    /// <param name="text">The text.</param>
    /// <param name="language">Its language.</param>
    /// <param name="first">The first line, from 1.</param>
    /// <param name="count">The most lines.</param>
    /// <param name="known">A line, not after the first, and the state before it, if they are known: then reading begins there.</param>
    internal static IEnumerable<HighlightedLine> Lines(SealText text, Language language, int first, int count, (int Line, LexState State)? known)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(language);
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return LinesCore(text, language.Lexer, first, (int)Math.Min((long)first + count - 1, text.LineCount), known ?? (1, default));
    }

    private static IEnumerable<HighlightedLine> LinesCore(SealText text, Lexer lexer, int first, int last, (int Line, LexState State) known)
    {
        var state = known.State;
        var spans = new SpanList();
        for (var number = known.Line; number <= last; number++)
        {
            var line = text.Line(number);
            spans.Clear();
            lexer.Line(line, ref state, spans);
            if (number >= first)
            {
                yield return new HighlightedLine(number, line, Finish(line, spans));
            }
        }
    }

    /// <summary>Fills what the lexer left out, and cuts hidden characters out of what it did not.</summary>
    private static ImmutableArray<HighlightSpan> Finish(string line, SpanList tokens)
    {
        var spans = ImmutableArray.CreateBuilder<HighlightSpan>(tokens.Count + 2);
        var position = 0;
        foreach (var token in tokens)
        {
            Cut(line, position, token.Start, TokenClass.Plain, spans);
            Cut(line, token.Start, token.Start + token.Length, token.Class, spans);
            position = token.Start + token.Length;
        }

        Cut(line, position, line.Length, TokenClass.Plain, spans);
        return spans.DrainToImmutable();
    }

    private static void Cut(string line, int start, int end, TokenClass kind, ImmutableArray<HighlightSpan>.Builder spans)
    {
        var from = start;
        for (var i = start; i < end;)
        {
            if (line[i] is >= ' ' and < '\x7F' or '\t')
            {
                i++;
                continue;
            }

            _ = Rune.DecodeFromUtf16(line.AsSpan(i, end - i), out var rune, out var width);
            if (rune.Value == '\r' || HiddenCharacters.KindOf(rune) is not null)
            {
                Add(from, i, kind, spans);
                spans.Add(new HighlightSpan(i, width, TokenClass.Hidden));
                from = i + width;
            }

            i += width;
        }

        Add(from, end, kind, spans);
    }

    private static void Add(int start, int end, TokenClass kind, ImmutableArray<HighlightSpan>.Builder spans)
    {
        if (end <= start)
        {
            return;
        }

        if (spans.Count > 0 && spans[^1] is var before && before.Class == kind && before.Start + before.Length == start)
        {
            spans[^1] = before with { Length = before.Length + end - start };
        }
        else
        {
            spans.Add(new HighlightSpan(start, end - start, kind));
        }
    }
}
