using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Vitrine.Proofs;

/// <summary>A word of a policy with its place.</summary>
internal readonly record struct PolicyWord(string Text, int Line, int Column)
{
    internal PolicyFormatException Fault(string what, string? hint = null) => new(Line, Column, Text, what, hint);

    /// <summary>The word as an error message shows it.</summary>
    internal string Shown => "\"" + (Text.Length <= 40 ? Text : string.Concat(Text.AsSpan(0, 40), "…")) + "\"";
}

/// <summary>A rule of a policy: the word that names it and those that follow.</summary>
internal sealed record PolicyLine(PolicyWord Rule, ImmutableArray<PolicyWord> Words, int EndColumn, string Rest)
{
    /// <summary>The fault of a rule that ends too early, at its end.</summary>
    internal PolicyFormatException Missing(string what) => new(Rule.Line, EndColumn, "", $"\"{Rule.Text}\" needs {what}.");

    /// <summary>Refuses words after the last one that belongs here.</summary>
    internal void End(int words)
    {
        if (Words.Length > words)
        {
            throw Words[words].Fault($"{Words[words].Shown} is one word too many for \"{Rule.Text}\".");
        }
    }

    internal PolicyWord Word(int at, string what) => at < Words.Length ? Words[at] : throw Missing(what);
}

/// <summary>Cuts a policy into lines and words.</summary>
/// <remarks>
/// C2SP tlog-policy: lines end in a line feed, blanks are spaces and tabs. A gate's policy is stricter (UTF-8 only, and no control or direction
/// characters, so that what is read is what is shown) and freer: a comment begins with # also after a blank, and its last line need not end.
/// </remarks>
internal static class PolicyText
{
    /// <summary>The lines of a gate's policy.</summary>
    internal static IReadOnlyList<PolicyLine> Lines(ReadOnlySpan<byte> utf8)
    {
        Bound(utf8);
        return Utf8.IsValid(utf8)
            ? Lines(Encoding.UTF8.GetString(utf8), static c => PrintableText.Is([c]), CommentStart)
            : throw new PolicyFormatException(0, 0, "", "The policy is not UTF-8 text.");
    }

    /// <summary>The lines of a log's policy, to the letter of C2SP tlog-policy: octets above 0x7F have no meaning and are kept (<see cref="OctetText"/>).</summary>
    internal static IReadOnlyList<PolicyLine> OctetLines(ReadOnlySpan<byte> octets)
    {
        Bound(octets);
        return octets.IsEmpty || octets[^1] == '\n'
            ? Lines(OctetText.Decode(octets), static c => c is >= ' ' and not '\x7f', static text => text.AsSpan().TrimStart(" \t").StartsWith('#') ? 0 : text.Length)
            : throw new PolicyFormatException(0, 0, "", "The policy's last line does not end in a line feed.");
    }

    private static void Bound(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Policy.MaxBytes)
        {
            throw new PolicyFormatException(0, 0, "", $"The policy has {bytes.Length} bytes; {Policy.MaxBytes} are allowed.");
        }
    }

    private static List<PolicyLine> Lines(string text, Func<char, bool> allowed, Func<string, int> commentStart)
    {
        var lines = text.Split('\n');
        if (lines.Length > Policy.MaxLines + 1)
        {
            throw new PolicyFormatException(Policy.MaxLines + 1, 1, "", $"A policy has at most {Policy.MaxLines} lines.");
        }

        var read = new List<PolicyLine>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (Line(lines[i], i + 1, allowed, commentStart) is { } line)
            {
                read.Add(line);
            }
        }

        return read;
    }

    private static PolicyLine? Line(string text, int number, Func<char, bool> allowed, Func<string, int> commentStart)
    {
        if (text.EndsWith('\r'))
        {
            throw new PolicyFormatException(number, text.Length, "", "The line ends in a carriage return; save the policy with line feeds only.");
        }

        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '\t' && !allowed(text[at]))
            {
                throw new PolicyFormatException(
                    number, at + 1, "", string.Create(CultureInfo.InvariantCulture, $"The character U+{(int)text[at]:X4} is not allowed in a policy."));
            }
        }

        var end = commentStart(text);
        var words = ImmutableArray.CreateBuilder<PolicyWord>();
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

            words.Add(new PolicyWord(text[from..at], number, from + 1));
        }

        if (words.Count == 0)
        {
            return null;
        }

        var last = words[^1];
        var afterLast = last.Column + last.Text.Length;
        var rest = words.Count > 1 ? text[(words[1].Column - 1)..(afterLast - 1)] : "";
        return new PolicyLine(words[0], [.. words.Skip(1)], afterLast, rest);
    }

    private static int CommentStart(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '#' && (at == 0 || IsBlank(text[at - 1])))
            {
                return at;
            }
        }

        return text.Length;
    }

    private static bool IsBlank(char c) => c is ' ' or '\t';
}
