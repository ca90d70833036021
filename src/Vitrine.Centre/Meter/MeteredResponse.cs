using System.Globalization;
using System.Text.Json;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>What came of one request that a meter sent to the server: when, of which address, how much, and digests of it. Nothing of what it said.</summary>
/// <remarks>
/// An entry of the meter's record (docs/formats/meter.md): canonical JSON of
/// <c>{"at","body":{"bytes","sha256"},"delivered","end","head":{"bytes","sha256"},"method","path","status","type","v":2}</c>, about 350 bytes, at most <see cref="MaxBytes"/>.
/// </remarks>
/// <param name="At">When its last byte was about to be sent on, or it was given up; UTC, whole seconds.</param>
/// <param name="Method">The request's method.</param>
/// <param name="Path">The path that was asked for, as it was sent, without its query; one that <see cref="MeteredPath"/> lets pass.</param>
/// <param name="Status">The response's status, 100 to 999; 0 where there was no answer, or none with such a status.</param>
/// <param name="Type">Its media type without parameters; empty where it says none.</param>
/// <param name="Head">Its status and headers as they are sent on; nothing where they are not.</param>
/// <param name="Body">Its body as it came.</param>
/// <param name="End">How it ended.</param>
/// <param name="Delivered">Whether it came whole and the terminal was still there to take it.</param>
public sealed record MeteredResponse(DateTimeOffset At, string Method, string Path, int Status, string Type, MeteredPart Head, MeteredPart Body, ResponseEnd End, bool Delivered)
{
    /// <summary>Characters of a media type or method, at most.</summary>
    public const int MaxWord = 64;

    /// <summary>Bytes of an entry, at most.</summary>
    public const int MaxBytes = 4096;

    private const ulong MaxCount = (1UL << 53) - 1;

    private static readonly string[] Ends = ["whole", "broken", "bounded", "stopped", "refused"];

    /// <summary>Whether it came to its end.</summary>
    public bool IsWhole => End == ResponseEnd.Whole;

    /// <summary>The entry.</summary>
    /// <exception cref="MeterFormatException">A value is not one that the format allows.</exception>
    public byte[] Encode()
    {
        if (!Enum.IsDefined(End))
        {
            throw new MeterFormatException("The end is none that is known.");
        }

        var entry = CanonicalJson.From(json =>
        {
            json.WriteStartObject();
            json.WriteString("at", UtcTime.Format(At));
            Write(json, "body", Body);
            json.WriteBoolean("delivered", Delivered);
            json.WriteString("end", Ends[(int)End]);
            Write(json, "head", Head);
            json.WriteString("method", Method);
            json.WriteString("path", Path);
            json.WriteNumber("status", Status);
            json.WriteString("type", Type);
            json.WriteNumber("v", 2);
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
            if (root.GetProperty("v").GetInt32() is not 2 and var version)
            {
                throw new MeterFormatException($"The entry is of version {version}; this reads version 2. A record of another version is compared by the program that made it.");
            }

            Count(root, 10);
            return Checked(new MeteredResponse(
                UtcTime.TryParse(root.GetProperty("at").GetString(), out var at) ? at : throw new MeterFormatException("The time is written otherwise."),
                Word(root, "method"),
                root.GetProperty("path").GetString() is { } path && MeteredPath.Refusal(path) is null ? path : throw new MeterFormatException("The path is none that a meter lets pass."),
                root.GetProperty("status").GetInt32() is (0 or (>= 100 and <= 999)) and var status ? status : throw new MeterFormatException("The status has not three digits."),
                Word(root, "type"),
                Part(root, "head"),
                Part(root, "body"),
                Array.IndexOf(Ends, root.GetProperty("end").GetString()) is >= 0 and var end ? (ResponseEnd)end : throw new MeterFormatException("The end is none that is known."),
                root.GetProperty("delivered").GetBoolean()));
        }
        catch (Exception error) when (error is JsonFormatException or KeyNotFoundException or InvalidOperationException or FormatException and not MeterFormatException)
        {
            throw new MeterFormatException($"This is no entry of a meter's record: {error.Message}", error);
        }
    }

    /// <summary>One line for people.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{UtcTime.Format(At)} {Method} {Path} {(Status == 0 ? "no status" : Status)} {Body.Bytes:N0} bytes {Body.Sha256}{(IsWhole ? Delivered ? "" : " (the terminal had left)" : $" ({Ends[(int)End]})")}");

    // What contradicts itself is no entry.
    private static MeteredResponse Checked(MeteredResponse read) => read switch
    {
        { IsWhole: false, Delivered: true } => throw new MeterFormatException("What did not come whole was not delivered."),
        { IsWhole: true, Status: 0 } => throw new MeterFormatException("What came whole has a status."),
        { End: ResponseEnd.Refused, Body.Bytes: > 0 } => throw new MeterFormatException("The body of a refused answer is not read."),
        { Head.Bytes: 0 } when read.Head != MeteredPart.None => throw new MeterFormatException("Nothing has another digest."),
        { Body.Bytes: 0 } when read.Body != MeteredPart.None => throw new MeterFormatException("Nothing has another digest."),
        _ => read,
    };

    private static void Write(Utf8JsonWriter json, string name, MeteredPart part)
    {
        json.WriteStartObject(name);
        json.WriteNumber("bytes", part.Bytes);
        json.WriteString("sha256", part.Sha256.ToHex());
        json.WriteEndObject();
    }

    private static MeteredPart Part(JsonElement root, string name)
    {
        var part = root.GetProperty(name);
        Count(part, 2);
        return new MeteredPart(
            part.GetProperty("bytes").GetUInt64() is <= MaxCount and var bytes ? bytes : throw new MeterFormatException("The size is beyond all bounds."),
            Digest.TryParseHex(part.GetProperty("sha256").GetString(), out var digest) ? digest : throw new MeterFormatException("The digest is written otherwise."));
    }

    private static void Count(JsonElement members, int count)
    {
        if (members.EnumerateObject().Count() != count)
        {
            throw new MeterFormatException("A member is missing, or one too many.");
        }
    }

    private static string Word(JsonElement root, string name) =>
        root.GetProperty(name).GetString() is { Length: <= MaxWord } text && text.All(c => c is > ' ' and < '\x7f') ? text : throw new MeterFormatException("A text is too long, or not of printable ASCII.");
}

/// <summary>The bytes are no meter's record.</summary>
public sealed class MeterFormatException(string message, Exception? inner = null) : FormatException(message, inner);
