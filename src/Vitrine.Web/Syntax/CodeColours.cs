using System.Collections.Immutable;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>The highlighter's lines as the code frame takes them. The stretches of a line are its text again, character for character.</summary>
public static class CodeColours
{
    /// <summary>Lines of a file, from <paramref name="first"/> (counted from 1), at most <paramref name="count"/> and as many as there are.</summary>
    public static IEnumerable<(int Number, ImmutableArray<CodeSpan> Spans)> Lines(SealText text, Language language, int first, int count) =>
        Of(Highlighter.Lines(text, language, first, count));

    /// <summary>The same of lines that are coloured already.</summary>
    public static IEnumerable<(int Number, ImmutableArray<CodeSpan> Spans)> Of(IEnumerable<HighlightedLine> lines) => lines.Select(line => (line.Number, Spans(line)));

    /// <summary>Lays a search hit over a line's stretches.</summary>
    public static ImmutableArray<CodeSpan> WithHit(ImmutableArray<CodeSpan> spans, int start, int length, int number)
    {
        var result = ImmutableArray.CreateBuilder<CodeSpan>(spans.Length + 2);
        var offset = 0;
        foreach (var span in spans)
        {
            var from = Math.Clamp(start - offset, 0, span.Text.Length);
            var to = Math.Clamp(start + length - offset, from, span.Text.Length);
            Add(span.Text[..from], null);
            Add(span.Text[from..to], number);
            Add(span.Text[to..], null);
            offset += span.Text.Length;

            void Add(string text, int? hit)
            {
                if (text.Length > 0)
                {
                    result.Add(span with { Text = text, Hit = hit });
                }
            }
        }

        return result.ToImmutable();
    }

    private static ImmutableArray<CodeSpan> Spans(HighlightedLine line) =>
        [.. line.Spans.Select(span => new CodeSpan(line.Text.Substring(span.Start, span.Length), span.Class))];
}
