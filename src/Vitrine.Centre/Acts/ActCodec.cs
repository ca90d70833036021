using System.Text.Json;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>
/// An act's bytes in the ledger: canonical JSON (RFC 8785) of
/// <c>{"at","by":{"person","role"},"kind","n","open":{…},"sealed":{…}?,"v":1}</c>, at most 65,535 bytes (docs/formats/ledger.md).
/// </summary>
internal sealed class ActCodec
{
    /// <summary>The largest entry of a tile log (C2SP tlog-tiles, entry bundles).</summary>
    public const int MaxBytes = ushort.MaxValue;

    private const int Version = 1;

    private readonly Dictionary<string, ActKind> _byName;
    private readonly Dictionary<Type, ActKind> _byType;

    public ActCodec(IEnumerable<Part> parts)
    {
        var kinds = parts.SelectMany(part => part.Acts).ToArray();
        _byName = kinds.ToDictionary(kind => kind.Name, StringComparer.Ordinal);
        _byType = kinds.ToDictionary(kind => kind.Type);
    }

    public ActKind KindOf(Act act) =>
        _byType.TryGetValue(act.GetType(), out var kind) ? kind : throw new ArgumentException($"No part declares the act {act.GetType().Name}.", nameof(act));

    /// <summary>An act's bytes in the ledger.</summary>
    /// <exception cref="ActRefusedException">It is too large, or holds a value that cannot be written.</exception>
    public byte[] Encode(LogIndex position, DateTimeOffset at, Actor by, Act act) => Bounded(Write(act, by, at, position), act);

    /// <summary>Reads an entry of the ledger, in its one spelling.</summary>
    /// <exception cref="LedgerFormatException">It is anything else.</exception>
    public RecordedAct Decode(LogIndex position, ReadOnlySpan<byte> entry)
    {
        var recorded = Guarded($"Entry {position} of the ledger", entry, root =>
        {
            var (by, kind, act) = ReadParts(root);
            return root.GetProperty("v").GetInt32() == Version && root.GetProperty("n").GetUInt64() == position.Value
                ? new RecordedAct(position, root.GetProperty("at").Deserialize<DateTimeOffset>(ActJson.Options), by, kind.Name, act)
                : throw new LedgerFormatException($"Entry {position} of the ledger says it is version {root.GetProperty("v")}, entry {root.GetProperty("n")}.");
        });
        return Write(recorded.Act, recorded.By, recorded.At, position).AsSpan().SequenceEqual(entry)
            ? recorded
            : throw new LedgerFormatException($"Entry {position} of the ledger is not in canonical form.");
    }

    /// <summary>The same JSON without position and time: what a command hands to the running server.</summary>
    /// <exception cref="ActRefusedException">It is too large, or holds a value that cannot be written.</exception>
    public byte[] EncodeRequest(Actor by, Act act) => Bounded(Write(act, by, null, null), act);

    /// <summary>Reads what <see cref="EncodeRequest"/> wrote.</summary>
    /// <exception cref="LedgerFormatException">It is anything else.</exception>
    public (Actor By, Act Act) DecodeRequest(ReadOnlySpan<byte> request) => Guarded("The request", request, root =>
    {
        var (by, _, act) = ReadParts(root);
        return (by, act);
    });

    /// <summary>The one exception of hostile bytes, whatever it is in them that a reader stumbles on.</summary>
    private static T Guarded<T>(string what, ReadOnlySpan<byte> bytes, Func<JsonElement, T> read)
    {
        try
        {
            return bytes.Length <= MaxBytes ? read(CanonicalJson.Parse(bytes)) : throw new LedgerFormatException($"{what} has {bytes.Length:N0} bytes; at most {MaxBytes:N0} are an act.");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new LedgerFormatException($"{what} is not an act: {error.Message}", error);
        }
    }

    private byte[] Bounded(byte[] bytes, Act act) => bytes.Length <= MaxBytes
        ? bytes
        : throw new ActRefusedException($"The act {KindOf(act).Name} takes {bytes.Length:N0} bytes; the ledger holds at most {MaxBytes:N0} an act.");

    private (Actor By, ActKind Kind, Act Act) ReadParts(JsonElement root)
    {
        var name = root.GetProperty("kind").GetString();
        if (name is null || !_byName.TryGetValue(name, out var kind))
        {
            throw new LedgerFormatException($"No part of this version knows the act '{name}'.");
        }

        var by = root.GetProperty("by").Deserialize<Actor>(ActJson.Options) ?? throw new LedgerFormatException("The act names nobody.");
        var act = kind.Read(root.GetProperty("open"));
        return (by, kind, root.TryGetProperty("sealed", out var part) ? act with { Sealed = part.Deserialize<SealedPart>(ActJson.Options) } : act);
    }

    private byte[] Write(Act act, Actor by, DateTimeOffset? at, LogIndex? position)
    {
        var kind = KindOf(act);
        try
        {
            return CanonicalJson.From(json => Write(json, kind, act, by, at, position));
        }
        catch (Exception error) when (error is JsonException or JsonFormatException)
        {
            throw new ActRefusedException($"The act {kind.Name} cannot be written: {error.Message}");
        }
    }

    private static void Write(Utf8JsonWriter json, ActKind kind, Act act, Actor by, DateTimeOffset? at, LogIndex? position)
    {
        json.WriteStartObject();
        if (at is { } time)
        {
            json.WriteString("at", UtcTime.Format(time));
        }

        json.WritePropertyName("by");
        JsonSerializer.Serialize(json, by, ActJson.Options);
        json.WriteString("kind", kind.Name);
        if (position is { } n)
        {
            json.WriteNumber("n", n.Value);
        }

        json.WritePropertyName("open");
        kind.Write(json, act);
        if (act.Sealed is { } sealedPart)
        {
            json.WritePropertyName("sealed");
            JsonSerializer.Serialize(json, sealedPart, ActJson.Options);
        }

        json.WriteNumber("v", Version);
        json.WriteEndObject();
    }
}

/// <summary>The ledger holds something that is no act of this version: it was altered, or a newer version wrote it.</summary>
public sealed class LedgerFormatException(string message, Exception? inner = null) : Exception(message, inner);
