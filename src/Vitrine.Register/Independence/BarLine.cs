using System.Text;
using System.Text.Unicode;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>A word of a bar with its place.</summary>
internal readonly record struct BarWord(string Text, int Line, int Column)
{
    public string Shown => $"\"{EntityRules.Shown(Text)}\"";

    public BarFormatException Fault(string what, string? hint = null) => new(Line, Column, what, hint);
}

/// <summary>A line of a bar: the word that names its rule, and those that follow.</summary>
internal sealed record BarLine(BarWord Rule, BarWord[] Words, int End, string Rest)
{
    private const int MaxLines = 256;

    public BarWord Word(int at, string what) => at < Words.Length ? Words[at] : throw Missing(what);

    public BarFormatException Missing(string what) => new(Rule.Line, End, $"\"{Rule.Text}\" needs {what}.");

    /// <summary>Refuses words after the last one that belongs here.</summary>
    public void EndAt(int words)
    {
        if (Words.Length > words)
        {
            throw Words[words].Fault($"{Words[words].Shown} is one word too many for \"{Rule.Text}\".");
        }
    }

    /// <summary>Cuts a bar into lines and words; a comment begins with # at the start of a line or after a blank.</summary>
    public static List<BarLine> Cut(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > Bar.MaxBytes)
        {
            throw new BarFormatException(0, 0, $"The bar has {utf8.Length:N0} bytes; {Bar.MaxBytes:N0} are allowed.");
        }

        if (!Utf8.IsValid(utf8))
        {
            throw new BarFormatException(0, 0, "The bar is not UTF-8 text.");
        }

        var lines = Encoding.UTF8.GetString(utf8).Split('\n');
        if (lines.Length > MaxLines + 1)
        {
            throw new BarFormatException(MaxLines + 1, 1, $"A bar has at most {MaxLines} lines.");
        }

        var read = new List<BarLine>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (Line(lines[i], i + 1) is { } line)
            {
                read.Add(line);
            }
        }

        return read;
    }

    private static BarLine? Line(string text, int number)
    {
        RequireShown(text, number);
        var end = 0;
        while (end < text.Length && !(text[end] == '#' && (end == 0 || IsBlank(text[end - 1]))))
        {
            end++;
        }

        var words = new List<BarWord>();
        for (var at = 0; at < end;)
        {
            if (IsBlank(text[at]))
            {
                at++;
                continue;
            }

            var from = at;
            while (at < end && !IsBlank(text[at]))
            {
                at++;
            }

            words.Add(new BarWord(text[from..at], number, from + 1));
        }

        if (words.Count == 0)
        {
            return null;
        }

        var after = words[^1].Column + words[^1].Text.Length;
        return new BarLine(words[0], [.. words.Skip(1)], after, words.Count > 1 ? text[(words[1].Column - 1)..(after - 1)] : "");
    }

    private static void RequireShown(string text, int number)
    {
        if (text.EndsWith('\r'))
        {
            throw new BarFormatException(number, text.Length, "The line ends in a carriage return; save the bar with line feeds only.");
        }

        try
        {
            if (text.Replace('\t', ' ').Trim() is { Length: > 0 } shown)
            {
                ActText.Require(shown, "line", Bar.MaxBytes);
            }
        }
        catch (ActRefusedException refused)
        {
            throw new BarFormatException(number, 1, refused.Message);
        }
    }

    private static bool IsBlank(char c) => c is ' ' or '\t';
}
