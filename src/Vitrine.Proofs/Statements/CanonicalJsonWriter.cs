using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Vitrine.Proofs;

/// <summary>One pass over strict JSON that writes it canonically; the sorting of names is in place, in the output.</summary>
internal static class CanonicalJsonWriter
{
    /// <exception cref="JsonFormatException">The input is not strict JSON within the bounds; the output is then unspecified.</exception>
    internal static void Write(ReadOnlySpan<byte> utf8Json, ArrayBufferWriter<byte> output)
    {
        if (utf8Json.Length > CanonicalJson.MaxBytes)
        {
            throw new JsonFormatException($"The JSON has {utf8Json.Length} bytes; {CanonicalJson.MaxBytes} are allowed.", CanonicalJson.MaxBytes);
        }

        // The reader below passes over malformed UTF-8 inside strings, so all of it is checked first.
        if (!Utf8.IsValid(utf8Json))
        {
            throw new JsonFormatException("The JSON is not valid UTF-8.", Utf8Prefix(utf8Json));
        }

        var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = CanonicalJson.MaxDepth });
        try
        {
            Next(ref reader);
            WriteValue(ref reader, output);
            if (reader.Read())
            {
                throw new JsonFormatException("There is more after the JSON value.", reader.TokenStartIndex);
            }
        }
        catch (JsonException e)
        {
            throw new JsonFormatException("The bytes are not JSON: " + Reason(e), reader.BytesConsumed);
        }
    }

    private static void Next(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            throw new JsonFormatException("The JSON ends too early.", reader.BytesConsumed);
        }
    }

    private static void WriteValue(ref Utf8JsonReader reader, ArrayBufferWriter<byte> output)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                WriteObject(ref reader, output);
                break;
            case JsonTokenType.StartArray:
                WriteArray(ref reader, output);
                break;
            case JsonTokenType.String:
                WriteString(ref reader, output);
                break;
            case JsonTokenType.Number:
                WriteNumber(ref reader, output);
                break;
            case JsonTokenType.True:
                output.Write("true"u8);
                break;
            case JsonTokenType.False:
                output.Write("false"u8);
                break;
            case JsonTokenType.Null:
                output.Write("null"u8);
                break;
            default:
                throw new JsonFormatException($"A value was expected, not {reader.TokenType}.", reader.TokenStartIndex);
        }
    }

    private static void WriteArray(ref Utf8JsonReader reader, ArrayBufferWriter<byte> output)
    {
        output.Write("["u8);
        var first = true;
        for (Next(ref reader); reader.TokenType != JsonTokenType.EndArray; Next(ref reader))
        {
            if (!first)
            {
                output.Write(","u8);
            }

            first = false;
            WriteValue(ref reader, output);
        }

        output.Write("]"u8);
    }

    private static void WriteObject(ref Utf8JsonReader reader, ArrayBufferWriter<byte> output)
    {
        output.Write("{"u8);
        var start = output.WrittenCount;
        var members = new List<Member>();
        var sorted = true;
        for (Next(ref reader); reader.TokenType != JsonTokenType.EndObject; Next(ref reader))
        {
            if (members.Count > 0)
            {
                output.Write(","u8);
            }

            var nameAt = reader.TokenStartIndex;
            var name = ReadString(ref reader);
            if (members.Count > 0)
            {
                var order = string.CompareOrdinal(members[^1].Name, name);
                if (order == 0)
                {
                    throw Twice(name, nameAt);
                }

                sorted &= order < 0;
            }

            var from = output.WrittenCount;
            WriteString(ref reader, output);
            output.Write(":"u8);
            Next(ref reader);
            WriteValue(ref reader, output);
            members.Add(new Member(name, nameAt, from, output.WrittenCount - from));
        }

        if (!sorted)
        {
            Sort(members, output, start);
        }

        output.Write("}"u8);
    }

    /// <summary>Puts the members written since <paramref name="start"/> into the order of their names' UTF-16 code units.</summary>
    private static void Sort(List<Member> members, ArrayBufferWriter<byte> output, int start)
    {
        var unsorted = output.WrittenSpan[start..].ToArray();
        members.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        var sorted = new byte[unsorted.Length];
        var at = 0;
        for (var i = 0; i < members.Count; i++)
        {
            var member = members[i];
            if (i > 0)
            {
                if (string.Equals(members[i - 1].Name, member.Name, StringComparison.Ordinal))
                {
                    throw Twice(member.Name, Math.Max(member.Offset, members[i - 1].Offset));
                }

                sorted[at++] = (byte)',';
            }

            unsorted.AsSpan(member.From - start, member.Length).CopyTo(sorted.AsSpan(at));
            at += member.Length;
        }

        // The output's own bytes are overwritten: same length, same place.
        sorted.CopyTo(MemoryMarshal.AsMemory(output.WrittenMemory).Span[start..]);
    }

    private static void WriteString(ref Utf8JsonReader reader, ArrayBufferWriter<byte> output)
    {
        output.Write("\""u8);
        if (!reader.ValueIsEscaped)
        {
            // Valid UTF-8 without quotes, backslashes and controls is its own canonical form.
            output.Write(reader.ValueSpan);
        }
        else
        {
            WriteEscaped(Encoding.UTF8.GetBytes(ReadString(ref reader)), output);
        }

        output.Write("\""u8);
    }

    private static void WriteEscaped(ReadOnlySpan<byte> utf8, ArrayBufferWriter<byte> output)
    {
        foreach (var b in utf8)
        {
            switch (b)
            {
                case (byte)'"':
                    output.Write("\\\""u8);
                    break;
                case (byte)'\\':
                    output.Write("\\\\"u8);
                    break;
                case (byte)'\b':
                    output.Write("\\b"u8);
                    break;
                case (byte)'\t':
                    output.Write("\\t"u8);
                    break;
                case (byte)'\n':
                    output.Write("\\n"u8);
                    break;
                case (byte)'\f':
                    output.Write("\\f"u8);
                    break;
                case (byte)'\r':
                    output.Write("\\r"u8);
                    break;
                case < 0x20:
                    output.Write("\\u00"u8);
                    output.Write([(byte)('0' + (b >> 4)), "0123456789abcdef"u8[b & 15]]);
                    break;
                default:
                    output.Write([b]);
                    break;
            }
        }
    }

    private static string ReadString(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // The only fault left once the input is valid UTF-8: half of a surrogate pair, written as \uD800.
            throw new JsonFormatException("A string holds half of a surrogate pair.", reader.TokenStartIndex);
        }
    }

    private static void WriteNumber(ref Utf8JsonReader reader, ArrayBufferWriter<byte> output)
    {
        var text = reader.ValueSpan;
        if (IsPlainInteger(text))
        {
            output.Write(text);
            return;
        }

        if (text.Length > CanonicalJson.MaxNumberLength)
        {
            throw new JsonFormatException($"A number has {text.Length} characters; {CanonicalJson.MaxNumberLength} are allowed.", reader.TokenStartIndex);
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
        {
            throw new JsonFormatException("A number is beyond the range of a double.", reader.TokenStartIndex);
        }

        Span<byte> formatted = stackalloc byte[CanonicalNumber.MaxLength];
        output.Write(formatted[..CanonicalNumber.Format(value, formatted)]);
    }

    /// <summary>At most 15 digits, perhaps a minus, not minus zero: a double holds it exactly and writes it so.</summary>
    private static bool IsPlainInteger(ReadOnlySpan<byte> text)
    {
        var digits = text[0] == (byte)'-' ? text[1..] : text;
        return digits.Length <= 15 && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') && (digits[0] != (byte)'0' || digits.Length == text.Length);
    }

    private static JsonFormatException Twice(string name, long offset) =>
        new($"An object names \"{(name.Length > 64 ? string.Concat(name.AsSpan(0, 64), "…") : name)}\" twice.", offset);

    private static string Reason(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? e.Message : e.Message[..end];
    }

    private static int Utf8Prefix(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var consumed) == OperationStatus.Done)
        {
            at += consumed;
        }

        return at;
    }

    private readonly record struct Member(string Name, long Offset, int From, int Length);
}
