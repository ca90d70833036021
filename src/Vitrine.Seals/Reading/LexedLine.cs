using System.Text;

namespace Vitrine.Seals;

/// <summary>Walks through a text, forward, to lines of which the tokens are asked; begins at a known state where there is one.</summary>
internal sealed class LexedLine(ReadOnlyMemory<byte> text, Lexer lexer, int place, LineStates? states)
{
    private readonly SpanList _spans = [];
    private LexState _state;
    private int _number = 1;
    private int _start;

    /// <summary>The text of a line as a lexer takes it.</summary>
    public static string Text(ReadOnlySpan<byte> line) => Encoding.UTF8.GetString(line.EndsWith("\r"u8) ? line[..^1] : line);

    /// <summary>Where in a line a name first stands as a word outside comments and strings, in bytes; -1 if nowhere.</summary>
    /// <param name="number">The line, from 1; not before one that was asked.</param>
    /// <param name="start">Where it begins in the text.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="first">Where the name first stands in it as a word.</param>
    /// <param name="name">The name.</param>
    public int Find(int number, int start, int length, int first, ReadOnlySpan<byte> name)
    {
        if (states?.IsFree(place, number) == true && lexer.Openers is { } openers && !text.Span.Slice(start, length)[..first].ContainsAny(openers))
        {
            return first;
        }

        if (states?.Before(place, number) is var (known, state) && known > _number)
        {
            (_number, _start, _state) = (known, StartBefore(start, number - known), state);
        }

        var bytes = text.Span;
        while (_number < number)
        {
            _start = Read(bytes) + 1;
            _number++;
        }

        var line = bytes[_start..Read(bytes)];
        (_start, _number) = (_start + line.Length + 1, _number + 1);
        for (var from = 0; line[from..].IndexOf(name) is >= 0 and var found; from += found + name.Length)
        {
            var at = from + found;
            if (IsWord(line, at, name.Length) && IsCode(Encoding.UTF8.GetCharCount(line[..at])))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Whether what stands there is a word, and no part of one.</summary>
    public static bool IsWord(ReadOnlySpan<byte> line, int at, int length) =>
        (at == 0 || !IsLetter(line[at - 1])) && (at + length == line.Length || !IsLetter(line[at + length]));

    private static bool IsLetter(byte value) => value is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'A' and <= (byte)'Z') or (byte)'_' or (>= (byte)'a' and <= (byte)'z') or >= 0x80;

    /// <summary>Reads the line at the start; gives where it ends.</summary>
    private int Read(ReadOnlySpan<byte> bytes)
    {
        var end = LineWalk.EndOf(bytes, Math.Min(_start, bytes.Length));
        _spans.Clear();
        lexer.Line(Text(bytes[Math.Min(_start, end)..end]), ref _state, _spans);
        return end;
    }

    private int StartBefore(int start, int lines)
    {
        var bytes = text.Span;
        for (; lines > 0; lines--)
        {
            start = bytes[..(start - 1)].LastIndexOf((byte)'\n') + 1;
        }

        return start;
    }

    private bool IsCode(int at)
    {
        foreach (var span in _spans)
        {
            if (at < span.Start + span.Length)
            {
                return at < span.Start || span.Class is not (TokenClass.Comment or TokenClass.String);
            }
        }

        return true;
    }
}
