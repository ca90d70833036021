using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>The one spelling of a JSON value.</summary>
/// <remarks>
/// RFC 8785 (JCS) over I-JSON (RFC 7493). No byte order mark, comment, trailing comma or lone surrogate; no name twice in one
/// object, at most <see cref="MaxDepth"/> levels, <see cref="MaxBytes"/> bytes, numbers that are finite doubles. Docs:
/// docs/formats/canonical-json.md.
/// </remarks>
public static class CanonicalJson
{
    /// <summary>Levels of arrays and objects that are read: 64.</summary>
    public const int MaxDepth = 64;

    /// <summary>Bytes that are read: 4 MiB.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Digits, signs and letters of one number that are read.</summary>
    internal const int MaxNumberLength = 128;

    /// <summary>Rewrites a JSON text in its canonical form.</summary>
    /// <exception cref="JsonFormatException">The bytes are not strict JSON within the bounds.</exception>
    public static byte[] Canonicalize(ReadOnlySpan<byte> utf8Json)
    {
        var output = new ArrayBufferWriter<byte>(Math.Max(utf8Json.Length, 64));
        CanonicalJsonWriter.Write(utf8Json, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The canonical form of a value, wherever it was read.</summary>
    /// <exception cref="JsonFormatException">The value is not strict JSON within the bounds.</exception>
    public static byte[] Canonicalize(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Undefined)
        {
            throw new ArgumentException("There is no value.", nameof(element));
        }

        return Canonicalize(JsonMarshal.GetRawUtf8Value(element));
    }

    /// <summary>What <paramref name="write"/> writes, in its canonical form.</summary>
    /// <exception cref="JsonFormatException">What was written is beyond the bounds, or names a member twice.</exception>
    public static byte[] From(Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = MaxDepth }))
        {
            write(writer);
        }

        return Canonicalize(buffer.WrittenSpan);
    }

    /// <summary>Whether the bytes are strict JSON and spelled canonically.</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> utf8Json)
    {
        try
        {
            return utf8Json.SequenceEqual(Canonicalize(utf8Json));
        }
        catch (JsonFormatException)
        {
            return false;
        }
    }

    /// <summary>Reads strict JSON in any spelling.</summary>
    /// <exception cref="JsonFormatException">The bytes are not strict JSON within the bounds.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> utf8Json) => Load(Canonicalize(utf8Json));

    /// <summary>The value once more, as <see cref="Parse(ReadOnlySpan{byte})"/> reads it, wherever it was read before.</summary>
    /// <exception cref="JsonFormatException">The value is not strict JSON within the bounds.</exception>
    internal static JsonElement Parse(JsonElement element) => Load(Canonicalize(element));

    /// <summary>Reads strict JSON that is spelled canonically, and nothing else.</summary>
    /// <exception cref="JsonFormatException">The bytes are not strict JSON within the bounds, or not canonical.</exception>
    public static JsonElement ParseCanonical(ReadOnlySpan<byte> utf8Json)
    {
        var canonical = Canonicalize(utf8Json);
        var same = utf8Json.CommonPrefixLength(canonical);
        return same == utf8Json.Length && same == canonical.Length
            ? Load(canonical)
            : throw new JsonFormatException("The JSON is not in canonical form (RFC 8785).", same);
    }

    private static JsonElement Load(byte[] canonical)
    {
        using var document = JsonDocument.Parse(canonical, new JsonDocumentOptions { MaxDepth = MaxDepth });
        return document.RootElement.Clone();
    }
}
