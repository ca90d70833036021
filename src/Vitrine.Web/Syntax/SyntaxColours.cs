using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>Cuts lines of code into coloured stretches. The stretches of a line are its text again, character for character.</summary>
public sealed class SyntaxColours
{
    /// <summary>Longer lines are generated; they stay plain.</summary>
    private const int LongestLine = 4096;

    private readonly Language language;
    private string? openComment;
    private TextRule? openText;

    private SyntaxColours(Language language) => this.language = language;

    /// <summary>The language's name, told from the end of a path; "Text" where it is not known.</summary>
    public static string LanguageOf(string path) => Languages.Of(path).Name;

    /// <summary>Colours the lines of a file from its beginning; a frame further down is cut out of the result.</summary>
    public static IEnumerable<ImmutableArray<CodeSpan>> Colour(string path, IEnumerable<string> lines)
    {
        var colours = new SyntaxColours(Languages.Of(path));
        foreach (var line in lines)
        {
            yield return colours.Line(line);
        }
    }

    /// <summary>Lays search hits over a line's stretches.</summary>
    /// <param name="hits">Start, length and number of each, in order, not overlapping.</param>
    public static ImmutableArray<CodeSpan> WithHits(ImmutableArray<CodeSpan> spans, IReadOnlyList<(int Start, int Length, int Number)> hits)
    {
        if (hits.Count == 0)
        {
            return spans;
        }

        var result = ImmutableArray.CreateBuilder<CodeSpan>();
        var offset = 0;
        foreach (var span in spans)
        {
            var at = 0;
            foreach (var (start, length, number) in hits)
            {
                var from = Math.Clamp(start - offset, at, span.Text.Length);
                var to = Math.Clamp(start + length - offset, from, span.Text.Length);
                Add(at, from, null);
                Add(from, to, number);
                at = to;
            }

            Add(at, span.Text.Length, null);
            offset += span.Text.Length;

            void Add(int from, int to, int? hit)
            {
                if (to > from)
                {
                    result.Add(span with { Text = span.Text[from..to], Hit = hit });
                }
            }
        }

        return result.ToImmutable();
    }

    private ImmutableArray<CodeSpan> Line(string line)
    {
        var spans = ImmutableArray.CreateBuilder<CodeSpan>();
        if (line.Length > LongestLine)
        {
            spans.Add(new CodeSpan(line));
            return spans.ToImmutable();
        }

        var at = 0;
        while (at < line.Length)
        {
            var (end, kind) = Next(line, at);
            if (spans.Count > 0 && spans[^1].Kind == kind)
            {
                spans[^1] = new CodeSpan(spans[^1].Text + line[at..end], kind);
            }
            else
            {
                spans.Add(new CodeSpan(line[at..end], kind));
            }

            at = end;
        }

        if (openText is { ManyLines: false })
        {
            openText = null;
        }

        return spans.ToImmutable();
    }

    /// <summary>The stretch that begins at a place, by the first rule that fits.</summary>
    private (int End, SyntaxKind Kind) Next(string line, int at)
    {
        if (openComment is not null)
        {
            return (CommentEnd(line, at), SyntaxKind.Comment);
        }

        if (openText is not null)
        {
            return (TextEnd(line, at, openText), SyntaxKind.Text);
        }

        if (language.LineComments.Any(open => Begins(line, at, open)))
        {
            return (line.Length, SyntaxKind.Comment);
        }

        foreach (var (open, close) in language.BlockComments)
        {
            if (Begins(line, at, open))
            {
                openComment = close;
                return (CommentEnd(line, at + open.Length), SyntaxKind.Comment);
            }
        }

        if (language.HashDirectives && line[at] == '#' && line.AsSpan(0, at).IsWhiteSpace())
        {
            return (line.Length, SyntaxKind.Directive);
        }

        foreach (var rule in language.Texts)
        {
            if (Begins(line, at, rule.Open))
            {
                openText = rule;
                return (TextEnd(line, at + rule.Open.Length, rule), SyntaxKind.Text);
            }
        }

        return Word(line, at);
    }

    private int CommentEnd(string line, int from)
    {
        var close = line.IndexOf(openComment!, from, StringComparison.Ordinal);
        if (close < 0)
        {
            return line.Length;
        }

        var end = close + openComment!.Length;
        openComment = null;
        return end;
    }

    private int TextEnd(string line, int from, TextRule rule)
    {
        var at = from;
        while (at < line.Length)
        {
            if (rule.Escape is { } escape && line[at] == escape
                && (rule.Close[0] != escape || (at + 1 < line.Length && line[at + 1] == escape)))
            {
                at += 2;
            }
            else if (Begins(line, at, rule.Close))
            {
                openText = null;
                return at + rule.Close.Length;
            }
            else
            {
                at++;
            }
        }

        return line.Length;
    }

    private (int End, SyntaxKind Kind) Word(string line, int at)
    {
        var first = line[at];
        if (char.IsAsciiDigit(first))
        {
            var end = at + 1;
            while (end < line.Length && (char.IsAsciiLetterOrDigit(line[end]) || line[end] is '_' || (line[end] is '.' && end + 1 < line.Length && char.IsAsciiDigit(line[end + 1]))))
            {
                end++;
            }

            return (end, SyntaxKind.Number);
        }

        if (!IsNamePart(first))
        {
            return (at + 1, SyntaxKind.Plain);
        }

        var stop = NameEnd(line, at);
        var name = line[at..stop];
        if (language.Markup)
        {
            var isTag = at > 0 && (line[at - 1] == '<' || (line[at - 1] == '/' && at > 1 && line[at - 2] == '<'));
            return (stop, isTag ? SyntaxKind.Keyword : SyntaxKind.Plain);
        }

        return (stop, language.Words.Contains(name) || (language.Name == "SQL" && language.Words.Contains(name.ToLowerInvariant()))
            ? SyntaxKind.Keyword
            : language.CapitalTypes && char.IsAsciiLetterUpper(first) && LooksLikeType(line, at, stop) ? SyntaxKind.Type : SyntaxKind.Plain);
    }

    /// <summary>A capitalised name is taken for a type where what stands around it rarely stands around anything else.</summary>
    private bool LooksLikeType(string line, int at, int end)
    {
        if (at > 0 && line[at - 1] is '.')
        {
            return false;
        }

        var before = line.AsSpan(0, at).TrimEnd();
        foreach (var word in (ReadOnlySpan<string>)["new", "class", "struct", "interface", "enum", "record", "is", "as", "extends", "implements", "impl", "trait"])
        {
            if (before.EndsWith(word, StringComparison.Ordinal) && (before.Length == word.Length || !IsNamePart(before[^(word.Length + 1)])))
            {
                return true;
            }
        }

        if (end >= line.Length)
        {
            return false;
        }

        if (line[end] is '<' or '.' || (line[end] is '[' or '?' && end + 1 < line.Length && line[end + 1] is ']' or ' '))
        {
            return true;
        }

        var after = end;
        while (after < line.Length && line[after] == ' ')
        {
            after++;
        }

        return after > end && after < line.Length && IsNamePart(line[after]) && !language.Words.Contains(line[after..NameEnd(line, after)]);
    }

    private static int NameEnd(string line, int at)
    {
        while (at < line.Length && IsNamePart(line[at]))
        {
            at++;
        }

        return at;
    }

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static bool Begins(string line, int at, string what) => line.AsSpan(at).StartsWith(what, StringComparison.Ordinal);
}
