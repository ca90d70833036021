using System.Buffers;
using System.Collections.Frozen;

namespace Vitrine.Seals;

/// <summary>
/// Where comments and texts lie in a source file, told by reading it once from its beginning: what looks like a comment within a text is none, and what follows the end of one on its line is code
/// again. A text that is not closed ends with its line, so that a mistake stays in one line.
/// </summary>
internal sealed class SourceParts
{
    private static readonly FrozenSet<string> SlashLanguages = Set(
        "c h cc cpp cxx hpp hh hxx inl m mm cs fs java kt kts scala groovy gradle go rs js mjs cjs jsx ts tsx vue svelte swift dart d sol zig php dts dtsi s css scss proto cu cl json5");

    private static readonly FrozenSet<string> HashLanguages = Set("py pyw rb pl pm sh bash zsh ksh ps1 psm1 awk sed tcl r jl nim coffee ex exs yml yaml toml mk cmake pro bzl bazel service conf cfg env");
    private static readonly FrozenSet<string> BacktickLanguages = Set("js mjs cjs jsx ts tsx vue svelte go");

    // What a line begins with that is a comment, in languages of which no more is known.
    private static readonly byte[][] LineStarts = [.. ((string[])["//", "#", "dnl ", "REM ", "rem ", ";", "--", "%", "'"]).Select(System.Text.Encoding.ASCII.GetBytes)];

    private static readonly SearchValues<byte> SlashSigns = SearchValues.Create("/\"'`\\"u8);
    private static readonly SearchValues<byte> AssemblySigns = SearchValues.Create("/\"\\#;@"u8);
    private static readonly SearchValues<byte> HashSigns = SearchValues.Create("#\"'\\"u8);

    private readonly List<(int Start, int End)> _comments = [];
    private readonly List<(int Start, int End)> _texts = [];

    private SourceParts()
    {
    }

    /// <summary>The parts of a text, by the ending of its file's name.</summary>
    public static SourceParts Of(ReadOnlySpan<byte> text, string extension)
    {
        var parts = new SourceParts();
        if (SlashLanguages.Contains(extension))
        {
            parts.ReadSlashes(text, extension == "s", BacktickLanguages.Contains(extension));
        }
        else if (HashLanguages.Contains(extension) || extension.Length == 0)
        {
            parts.ReadHashes(text, extension is "py" or "pyw");
        }
        else
        {
            parts.ReadLines(text);
        }

        return parts;
    }

    /// <summary>Whether a place lies in a comment.</summary>
    public bool IsComment(int at) => Holds(_comments, at);

    /// <summary>Whether a place lies between quotes.</summary>
    public bool IsText(int at) => Holds(_texts, at);

    private static bool Holds(List<(int Start, int End)> ranges, int at)
    {
        var (low, high) = (0, ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = ranges[middle].End <= at ? (middle + 1, high) : (low, middle);
        }

        return low < ranges.Count && ranges[low].Start <= at;
    }

    /// <summary>// to the line's end, and /* to */; in assembly also lines that begin with one of its signs.</summary>
    private void ReadSlashes(ReadOnlySpan<byte> text, bool isAssembly, bool hasBackticks)
    {
        for (var at = 0; at < text.Length;)
        {
            var next = text[at..].IndexOfAny(isAssembly ? AssemblySigns : SlashSigns);
            if (next < 0)
            {
                return;
            }

            at += next;
            var sign = text[at];
            if (sign == '\\')
            {
                at += 2;
            }
            else if (sign is (byte)'"' or (byte)'\'' || (sign == '`' && hasBackticks))
            {
                at = Add(_texts, at, EndOfText(text, at + 1, sign, overLines: sign == '`'));
            }
            else if (text[at..].StartsWith("//"u8) || (sign is (byte)'#' or (byte)';' or (byte)'@' && BeginsLine(text, at) && !IsDirective(text[at..])))
            {
                at = Add(_comments, at, LineEnd(text, at));
            }
            else if (text[at..].StartsWith("/*"u8))
            {
                var end = text[(at + 2)..].IndexOf("*/"u8);
                at = Add(_comments, at, end < 0 ? text.Length : at + 2 + end + 2);
            }
            else
            {
                at++;
            }
        }
    }

    /// <summary># to the line's end, where it begins a word; in Python also texts of three quotes that begin a line.</summary>
    private void ReadHashes(ReadOnlySpan<byte> text, bool isPython)
    {
        for (var at = text.StartsWith("#!"u8) ? 2 : 0; at < text.Length;)
        {
            var next = text[at..].IndexOfAny(HashSigns);
            if (next < 0)
            {
                return;
            }

            at += next;
            var sign = text[at];
            if (sign == '\\')
            {
                at += 2;
            }
            else if (sign == '#')
            {
                at = at == 0 || text[at - 1] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)';' ? Add(_comments, at, LineEnd(text, at)) : at + 1;
            }
            else if (isPython && (text[at..].StartsWith("\"\"\""u8) || text[at..].StartsWith("'''"u8)))
            {
                var end = text[(at + 3)..].IndexOf(text.Slice(at, 3));
                at = Add(BeginsLine(text, at) ? _comments : _texts, at, end < 0 ? text.Length : at + 3 + end + 3);
            }
            else
            {
                at = Add(_texts, at, EndOfText(text, at + 1, sign, overLines: false));
            }
        }
    }

    /// <summary>Lines that begin as comments do, and what XML's comments hold.</summary>
    private void ReadLines(ReadOnlySpan<byte> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var end = LineEnd(text, at);
            var head = text[at..end].TrimStart(" \t"u8);
            if (head.StartsWith("<!--"u8))
            {
                var close = text[at..].IndexOf("-->"u8);
                end = Add(_comments, at, close < 0 ? text.Length : at + close + 3);
                end = LineEnd(text, end);
            }
            else
            {
                foreach (var start in LineStarts)
                {
                    if (head.StartsWith(start))
                    {
                        Add(_comments, at, end);
                        break;
                    }
                }
            }

            at = end;
        }
    }

    private static int Add(List<(int Start, int End)> ranges, int start, int end)
    {
        ranges.Add((start, end));
        return end;
    }

    private static bool BeginsLine(ReadOnlySpan<byte> text, int at)
    {
        while (at > 0 && text[at - 1] is (byte)' ' or (byte)'\t')
        {
            at--;
        }

        return at == 0 || text[at - 1] == '\n';
    }

    private static bool IsDirective(ReadOnlySpan<byte> line) =>
        line.StartsWith("#define"u8) || line.StartsWith("#if"u8) || line.StartsWith("#el"u8) || line.StartsWith("#include"u8) || line.StartsWith("#endif"u8) || line.StartsWith("#undef"u8);

    private static int LineEnd(ReadOnlySpan<byte> text, int at)
    {
        var length = text[at..].IndexOf((byte)'\n');
        return length < 0 ? text.Length : at + length;
    }

    /// <summary>What follows a text's closing quote; the end of its line where it has none.</summary>
    private static int EndOfText(ReadOnlySpan<byte> text, int at, byte quote, bool overLines)
    {
        while (at < text.Length)
        {
            var next = overLines ? text[at..].IndexOfAny(quote, (byte)'\\') : text[at..].IndexOfAny(quote, (byte)'\\', (byte)'\n');
            if (next < 0)
            {
                return text.Length;
            }

            at += next;
            if (text[at] != '\\')
            {
                return at + 1;
            }

            at += 2;
        }

        return text.Length;
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
