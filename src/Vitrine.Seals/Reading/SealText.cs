using System.Text;

namespace Vitrine.Seals;

/// <summary>
/// A content as lines of text. UTF-16 with its mark is turned into UTF-8, a mark of UTF-8 is left out; every other content is taken as it is,
/// and what is not valid UTF-8 in it is shown as U+FFFD. Lines end at line feeds; a carriage return before one is not part of the shown line.
/// </summary>
public sealed class SealText
{
    private readonly ReadOnlyMemory<byte> _utf8;
    private readonly int[] _starts;

    /// <summary>Finds the lines.</summary>
    public SealText(ReadOnlyMemory<byte> content)
    {
        Kind = LineCounter.KindOf(content.Span);
        _utf8 = Utf8(content);
        _starts = Starts(_utf8.Span);
    }

    /// <summary>How the content reads as text. A binary content has lines here all the same, for those who want to look at it.</summary>
    public TextKind Kind { get; }

    /// <summary>How many lines there are.</summary>
    public int LineCount => _starts.Length - 1;

    /// <summary>The text as bytes, without a mark.</summary>
    public ReadOnlyMemory<byte> Bytes => _utf8;

    /// <summary>The bytes of a line, counted from 1, without its end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such line.</exception>
    public ReadOnlyMemory<byte> LineBytes(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, LineCount);
        var line = _utf8[_starts[number - 1].._starts[number]];
        if (line.Span.EndsWith("\n"u8))
        {
            line = line[..^1];
        }

        return line.Span.EndsWith("\r"u8) ? line[..^1] : line;
    }

    /// <summary>A line, counted from 1, without its end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such line.</exception>
    public string Line(int number) => Encoding.UTF8.GetString(LineBytes(number).Span);

    /// <summary>Where a line begins in <see cref="Bytes"/>; one past the last line gives their length.</summary>
    public int LineStart(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, LineCount + 1);
        return _starts[number - 1];
    }

    /// <summary>The line, counted from 1, that an offset in <see cref="Bytes"/> lies in.</summary>
    public int LineAt(int offset)
    {
        var found = Array.BinarySearch(_starts, offset);
        return Math.Clamp(found >= 0 ? found + 1 : ~found, 1, Math.Max(LineCount, 1));
    }

    /// <summary>The content as UTF-8 without a mark; not copied unless it is UTF-16.</summary>
    internal static ReadOnlyMemory<byte> Utf8(ReadOnlyMemory<byte> content) => LineCounter.MarkOf(content.Span) switch
    {
        TextKind.Utf16LittleEndian => Encoding.Convert(Encoding.Unicode, Encoding.UTF8, content[2..].ToArray()),
        TextKind.Utf16BigEndian => Encoding.Convert(Encoding.BigEndianUnicode, Encoding.UTF8, content[2..].ToArray()),
        _ => content.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? content[3..] : content,
    };

    /// <inheritdoc cref="Utf8(ReadOnlyMemory{byte})"/>
    internal static ReadOnlySpan<byte> Utf8(ReadOnlySpan<byte> content) => LineCounter.MarkOf(content) switch
    {
        TextKind.Utf16LittleEndian => Encoding.Convert(Encoding.Unicode, Encoding.UTF8, content[2..].ToArray()),
        TextKind.Utf16BigEndian => Encoding.Convert(Encoding.BigEndianUnicode, Encoding.UTF8, content[2..].ToArray()),
        _ => content.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? content[3..] : content,
    };

    private static int[] Starts(ReadOnlySpan<byte> text)
    {
        var count = text.Count((byte)'\n') + (text.IsEmpty || text[^1] == '\n' ? 0 : 1);
        var starts = new int[count + 1];
        var position = 0;
        for (var i = 1; i < count; i++)
        {
            position += text[position..].IndexOf((byte)'\n') + 1;
            starts[i] = position;
        }

        starts[count] = text.Length;
        return starts;
    }
}
