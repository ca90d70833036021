using System.Globalization;
using System.Text.Json;

namespace Vitrine.Centre;

/// <summary>Says what is wrong with JSON that somebody handed over, and where, in words of our own: the reader's message is for who wrote the reader.</summary>
public static class JsonFault
{
    /// <summary>What is wrong and where, without a full stop: <c>byte 17 on line 3 ('}') is not JSON there</c>.</summary>
    /// <param name="error">What the reader threw.</param>
    /// <param name="text">What it read.</param>
    public static string Say(JsonException error, ReadOnlySpan<byte> text)
    {
        ArgumentNullException.ThrowIfNull(error);
        if (error.Path is { } path)
        {
            var what = path.Length is > 2 and <= 200 && !path.Any(char.IsControl) ? $"what stands at {path[2..]}" : "the record in it";
            return $"{what} is not what belongs there, or lacks a part";
        }

        if (error is not { LineNumber: { } line, BytePositionInLine: { } column })
        {
            return "a member stands there twice, or a text in it is broken";
        }

        var place = Offset(text, line) + column;
        var isEnd = place >= text.Length || !text[(int)place..].ContainsAnyExcept(" \t\r\n"u8);
        var where = string.Create(CultureInfo.InvariantCulture, $"byte {column + 1}{(line > 0 ? $" on line {line + 1}" : "")}");
        return isEnd ? $"it ends before the JSON does, at {where}" : $"{where} ({Shown(text[(int)place])}) does not belong there";
    }

    private static long Offset(ReadOnlySpan<byte> text, long line)
    {
        var offset = 0;
        for (; line > 0 && text[offset..].IndexOf((byte)'\n') is var end and >= 0; line--)
        {
            offset += end + 1;
        }

        return offset;
    }

    private static string Shown(byte value) => value is > 0x20 and < 0x7f ? $"'{(char)value}'" : value == 0x20 ? "a space" : $"0x{value:x2}";
}
