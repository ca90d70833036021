using System.Globalization;
using System.Text;

namespace Vitrine.Seals;

/// <content>Comparisons that begin with what is named as a secret: with a constant that has a name, with one of several, in a switch, or behind a call that makes it.</content>
internal sealed partial class ConstantComparisonRule
{
    private const int LongestPrefix = 40;
    private const int LongestSwitch = 600;
    private const int MostCases = 8;

    // What may stand between an operator and the text of a constant: the prefix of a text, or a call that makes another type of it.
    private static readonly System.Buffers.SearchValues<byte> Prefix =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:&[]@("u8);

    private void ByName(ScreenedFile file, int at, string mark, Hits hits)
    {
        var text = file.Text;
        var operand = at + mark.Length;
        if (mark.StartsWith("==", StringComparison.Ordinal))
        {
            // The constant's name stands first.
            var left = at;
            while (left > 0 && text[left - 1] == '=')
            {
                left--;
            }

            var name = CodeText.NameBefore(text, left);
            var length = Alphabet.Run(text[operand..], Alphabet.Word, 32);
            if (length == 0 || Strong.Contains(CodeText.Parts(text.Slice(at, mark.Length + length))[^1]))
            {
                JudgeName(file, left - 1, name, CodeText.Parts(text.Slice(at, mark.Length + length)), hits);
            }

            return;
        }

        var isSwitch = mark.Contains("switch", StringComparison.Ordinal) || mark.StartsWith("match", StringComparison.Ordinal);
        if (isSwitch && !mark.EndsWith("switch", StringComparison.Ordinal) && Alphabet.Run(text[operand..], Alphabet.Word, 1) > 0)
        {
            return;
        }

        // With its bracket it is a group, or what a call makes of it.
        var end = at + mark.AsSpan().IndexOfAny(" )=!");
        var compared = isSwitch ? [] : CodeText.OperandBefore(text, mark.Contains(')', StringComparison.Ordinal) ? end + 1 : end);
        if (AsksForType(compared))
        {
            return;
        }

        var names = CodeText.Parts(isSwitch && !mark.EndsWith("switch", StringComparison.Ordinal)
            ? text[at..operand]
            : isSwitch ? text[at..end] : compared);
        if (!names.Exists(Strong.Contains))
        {
            return;
        }

        while (operand < text.Length && text[operand] is (byte)'=' or (byte)' ')
        {
            operand++;
        }

        if (isSwitch)
        {
            Cases(file, operand, names, hits);
            return;
        }

        var prefix = Alphabet.Run(text[operand..], Prefix, LongestPrefix);
        var place = operand + prefix;
        if (place < text.Length && text[place] is (byte)'"' or (byte)'\'' or (byte)'`')
        {
            // A text right behind the operator is found by the operator.
            var isByOperator = prefix == 0 && mark[^1] == '=' && !mark.Contains(')', StringComparison.Ordinal);
            for (var count = 0; !isByOperator && count < MostCases && CodeText.TryLiteral(text, place, LongestLiteral, out var literal); count++)
            {
                Judge(file, place, literal, names, hits);

                // In a group or list the next follows.
                place += literal.Length + 2;
                place += text[place..].StartsWith(", "u8) ? 2 : text[place..].StartsWith(","u8) ? 1 : 0;
            }
        }
        else if (mark[^1] == '=')
        {
            JudgeName(file, operand, text.Slice(operand, Alphabet.Run(text[operand..], Alphabet.Dotted, LongestPrefix)), names, hits);
        }
    }

    /// <summary>The texts of a switch: before a colon or an arrow.</summary>
    private void Cases(ScreenedFile file, int at, List<string> names, Hits hits)
    {
        var text = file.Text[..Math.Min(file.Text.Length, at + LongestSwitch)];
        for (var count = 0; count < MostCases && at < text.Length; count++)
        {
            var quote = text[at..].IndexOfAny((byte)'"', (byte)'\'', (byte)'`');
            if (quote < 0 || text.Slice(at, quote).Contains((byte)'}'))
            {
                return;
            }

            at += quote;
            if (!CodeText.TryLiteral(text, at, LongestLiteral, out var literal))
            {
                return;
            }

            var behind = text[(at + literal.Length + 2)..].TrimStart((byte)' ');
            if (behind.StartsWith("=>"u8) || behind.StartsWith(":"u8) || behind.StartsWith("->"u8))
            {
                Judge(file, at, literal, names, hits);
            }

            at += literal.Length + 2;
        }
    }

    /// <summary>name(a, CONSTANT), or CONSTANT.name(a): of a call without a text, where one of its words says secret.</summary>
    private void CallOfNames(ScreenedFile file, int at, string name, int open, ReadOnlySpan<byte> call, Hits hits)
    {
        var isMethod = name[0] == '.';
        var before = isMethod ? CodeText.NameBefore(file.Text, at) : [];
        var words = CodeText.Parts(call);
        words.AddRange(CodeText.Parts(before));
        if (!words.Exists(Strong.Contains))
        {
            return;
        }

        var others = CodeText.Parts(call);
        if (before.Length > 0 && others.Exists(Strong.Contains) && JudgeName(file, at - 1, before, others, hits))
        {
            return;
        }

        for (var from = 0; from < call.Length;)
        {
            var length = Alphabet.Run(call[from..], Alphabet.Word, call.Length);
            if (length > 0)
            {
                others = CodeText.Parts(call[..from]);
                others.AddRange(CodeText.Parts(call[(from + length)..]));
                others.AddRange(CodeText.Parts(before));
                if (others.Exists(Strong.Contains) && JudgeName(file, open + from, call.Slice(from, length), others, hits))
                {
                    return;
                }
            }

            from += length + 1;
        }
    }

    /// <summary>A comparison with a name: of a constant that the same file sets, nothing otherwise.</summary>
    private bool JudgeName(ScreenedFile file, int at, ReadOnlySpan<byte> name, List<string> names, Hits hits)
    {
        name = name[(name.LastIndexOf((byte)'.') + 1)..];
        if (name.IsEmpty || name.IndexOfAnyExcept(Alphabet.Word) >= 0)
        {
            return false;
        }

        var constant = Encoding.ASCII.GetString(name);
        if (!file.Constants.TryGetValue(constant, out var range) || !names.Exists(Strong.Contains))
        {
            return false;
        }

        Judge(file, Math.Max(at, 0), file.Text[range], names, hits, constant);
        return true;
    }

    /// <summary>The first quote of a call's arguments that begins no index of a collection.</summary>
    private static int Quote(ReadOnlySpan<byte> call)
    {
        for (var from = 0; from < call.Length;)
        {
            var at = call[from..].IndexOfAny((byte)'"', (byte)'\'', (byte)'`');
            if (at < 0)
            {
                return -1;
            }

            at += from;
            if (at == 0 || call[at - 1] != '[')
            {
                return at;
            }

            var end = call[(at + 1)..].IndexOf(call[at]);
            from = end < 0 ? call.Length : at + end + 2;
        }

        return -1;
    }

    /// <summary>type(x), typeof x, len(x): no comparison of what x is.</summary>
    private static bool AsksForType(ReadOnlySpan<byte> operand) =>
        operand.StartsWith("type"u8) || operand.StartsWith("len("u8) || operand.StartsWith("gettype("u8) || operand.StartsWith("sizeof"u8) || operand.StartsWith("strlen("u8);

    /// <summary>What a text written in \xHH alone stands for; another text as it is.</summary>
    private static ReadOnlySpan<byte> Unescaped(ReadOnlySpan<byte> literal)
    {
        if (literal.Length < 16 || literal.Length % 4 != 0 || literal[0] != '\\')
        {
            return literal;
        }

        var room = new byte[literal.Length / 4];

        for (var i = 0; i < literal.Length; i += 4)
        {
            if (literal[i] != '\\' || literal[i + 1] != 'x' || !byte.TryParse(literal.Slice(i + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out room[i / 4]))
            {
                return literal;
            }
        }

        return room;
    }

    /// <summary>A text that is written like a format or message, as a password was once hidden: only where a secret is compared with it as a whole.</summary>
    private static bool LooksLikeAMessage(ReadOnlySpan<byte> literal) =>
        literal.Length is >= 12 and <= 64 && Ascii.IsValid(literal) && literal[0] is not ((byte)'/' or (byte)'-' or (byte)'$' or (byte)'{')
        && literal.ContainsAny((byte)'%', (byte)'<', (byte)'>') && Secret.Entropy(literal) > 3;

    private static bool LooksDrawn(ReadOnlySpan<byte> literal) => literal.Length >= 10 && Secret.IsMixed(literal) && Secret.Entropy(literal) > 3 && literal.IndexOfAnyExcept(Alphabet.Base64Url) < 0;
}
