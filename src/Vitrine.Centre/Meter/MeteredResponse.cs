using System.Globalization;
using System.Text.Json;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>A response that passed a meter: when, of which address, how much, and the digest of its body. Nothing of what it said.</summary>
/// <remarks>
/// An entry of the meter's record (docs/formats/meter.md): canonical JSON of
/// <c>{"at","body":{"bytes","sha256"},"complete","method","path","status","type","v":1}</c>, about 250 bytes, at most <see cref="MaxBytes"/>.
/// </remarks>
/// <param name="At">When its last byte was about to be sent on, UTC, whole seconds.</param>
/// <param name="Method">The request's method.</param>
/// <param name="Path">The request's path without its query, percent-encoded as it came; cut to <see cref="MaxPath"/> characters.</param>
/// <param name="Status">The response's status.</param>
/// <param name="Type">Its media type without parameters; empty where it says none.</param>
/// <param name="Bytes">Bytes of its body.</param>
/// <param name="Body">SHA-256 of them.</param>
/// <param name="Complete">Whether the body came and went to its end.</param>
public sealed record MeteredResponse(DateTimeOffset At, string Method, string Path, int Status, string Type, ulong Bytes, Digest Body, bool Complete)
{
    /// <summary>Characters of a path that are kept.</summary>
    public const int MaxPath = 512;

    /// <summary>Characters of a media type or method that are kept.</summary>
    public const int MaxWord = 64;

    /// <summary>Bytes of an entry, at most.</summary>
    public const int MaxBytes = 4096;

    private const ulong MaxCount = (1UL << 53) - 1;

    /// <summary>The entry.</summary>
    /// <exception cref="MeterFormatException">A value is not one that the format allows.</exception>
    public byte[] Encode()
    {
        var entry = CanonicalJson.From(json =>
        {
            json.WriteStartObject();
            json.WriteString("at", UtcTime.Format(At));
            json.WriteStartObject("body");
            json.WriteNumber("bytes", Bytes);
            json.WriteString("sha256", Body.ToHex());
            json.WriteEndObject();
            json.WriteBoolean("complete", Complete);
            json.WriteString("method", Method);
            json.WriteString("path", Path);
            json.WriteNumber("status", Status);
            json.WriteString("type", Type);
            json.WriteNumber("v", 1);
            json.WriteEndObject();
        });
        return Parse(entry) == this ? entry : throw new MeterFormatException("The response cannot be written as it is.");
    }

    /// <summary>Reads an entry in its one spelling.</summary>
    /// <exception cref="MeterFormatException">It is anything else.</exception>
    public static MeteredResponse Parse(ReadOnlySpan<byte> entry)
    {
        if (entry.Length > MaxBytes)
        {
            throw new MeterFormatException($"An entry of a meter's record has at most {MaxBytes} bytes, not {entry.Length}.");
        }

        try
        {
            var root = CanonicalJson.ParseCanonical(entry);
            var body = Members(root, "body", 2);
            _ = Members(root, 8);
            return new MeteredResponse(
                UtcTime.TryParse(root.GetProperty("at").GetString(), out var at) ? at : throw new MeterFormatException("The time is written otherwise."),
                Word(root.GetProperty("method"), MaxWord),
                Word(root.GetProperty("path"), MaxPath),
                root.GetProperty("status").GetInt32() is >= 100 and <= 999 and var status ? status : throw new MeterFormatException("The status has not three digits."),
                Word(root.GetProperty("type"), MaxWord),
                body.GetProperty("bytes").GetUInt64() is <= MaxCount and var bytes ? bytes : throw new MeterFormatException("The size is beyond all bounds."),
                Digest.TryParseHex(body.GetProperty("sha256").GetString(), out var digest) ? digest : throw new MeterFormatException("The digest is written otherwise."),
                root.GetProperty("complete").GetBoolean())
                is var read && root.GetProperty("v").GetInt32() == 1 ? read : throw new MeterFormatException("The entry is of a version that is not known here.");
        }
        catch (Exception error) when (error is JsonFormatException or KeyNotFoundException or InvalidOperationException or FormatException and not MeterFormatException)
        {
            throw new MeterFormatException($"This is no entry of a meter's record: {error.Message}", error);
        }
    }

    /// <summary>One line for people.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{UtcTime.Format(At)} {Method} {Path} {Status} {Bytes:N0} bytes {Body}{(Complete ? "" : " (cut off)")}");

    private static JsonElement Members(JsonElement root, string name, int count) => Members(root.GetProperty(name), count);

    private static JsonElement Members(JsonElement root, int count) =>
        root.EnumerateObject().Count() == count ? root : throw new MeterFormatException("A member is missing, or one too many.");

    private static string Word(JsonElement element, int most) =>
        element.GetString() is { } text && text.Length <= most && text.All(c => c is > ' ' and < '\x7f') ? text : throw new MeterFormatException("A text is too long, or not of printable ASCII.");
}

/// <summary>The bytes are no meter's record.</summary>
public sealed class MeterFormatException(string message, Exception? inner = null) : FormatException(message, inner);
