using System.Collections.Frozen;
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

    private readonly FrozenDictionary<string, ActKind> _byName;
    private readonly FrozenDictionary<Type, ActKind> _byType;

    public ActCodec(IEnumerable<Part> parts)
    {
        var kinds = parts.SelectMany(part => part.Acts).ToArray();
        _byName = kinds.ToFrozenDictionary(kind => kind.Name, StringComparer.Ordinal);
        _byType = kinds.ToFrozenDictionary(kind => kind.Type);
    }

    public ActKind KindOf(Act act) =>
        _byType.TryGetValue(act.GetType(), out var kind) ? kind : throw new ArgumentException($"No part declares the act {act.GetType().Name}.", nameof(act));

    public byte[] Encode(LogIndex position, DateTimeOffset at, Actor by, Act act)
    {
        var bytes = Write(act, by, at, position);
        return bytes.Length <= MaxBytes
            ? bytes
            : throw new ActRefusedException($"The act {KindOf(act).Name} takes {bytes.Length:N0} bytes; the ledger holds at most {MaxBytes:N0} an act.");
    }

    public RecordedAct Decode(LogIndex position, ReadOnlySpan<byte> entry)
    {
        try
        {
            using var document = JsonDocument.Parse(entry.ToArray());
            var root = document.RootElement;
            var (by, kind, act) = ReadParts(root);
            if (root.GetProperty("v").GetInt32() != 1 || root.GetProperty("n").GetUInt64() != position.Value)
            {
                throw new LedgerFormatException($"Entry {position} of the ledger says it is version {root.GetProperty("v")}, entry {root.GetProperty("n")}.");
            }

            var recorded = new RecordedAct(position, root.GetProperty("at").Deserialize<DateTimeOffset>(ActJson.Options), by, kind.Name, act);
            return Encode(position, recorded.At, by, act).AsSpan().SequenceEqual(entry)
                ? recorded
                : throw new LedgerFormatException($"Entry {position} of the ledger is not in canonical form.");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new LedgerFormatException($"Entry {position} of the ledger is not an act: {error.Message}", error);
        }
    }

    /// <summary>The same JSON without position and time: what a command hands to the running server.</summary>
    public byte[] EncodeRequest(Actor by, Act act) => Write(act, by, null, null);

    public (Actor By, Act Act) DecodeRequest(ReadOnlySpan<byte> request)
    {
        try
        {
            using var document = JsonDocument.Parse(request.ToArray());
            var (by, _, act) = ReadParts(document.RootElement);
            return (by, act);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new LedgerFormatException($"The request is not an act: {error.Message}", error);
        }
    }

    private (Actor By, ActKind Kind, Act Act) ReadParts(JsonElement root)
    {
        var name = root.GetProperty("kind").GetString()!;
        if (!_byName.TryGetValue(name, out var kind))
        {
            throw new LedgerFormatException($"No part of this version knows the act '{name}'.");
        }

        var by = root.GetProperty("by").Deserialize<Actor>(ActJson.Options)!;
        var act = kind.Read(root.GetProperty("open"));
        return (by, kind, root.TryGetProperty("sealed", out var part) ? act with { Sealed = part.Deserialize<SealedPart>(ActJson.Options) } : act);
    }

    private byte[] Write(Act act, Actor by, DateTimeOffset? at, LogIndex? position)
    {
        var kind = KindOf(act);
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
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
            kind.Write(act).WriteTo(json);
            if (act.Sealed is { } sealedPart)
            {
                json.WritePropertyName("sealed");
                JsonSerializer.Serialize(json, sealedPart, ActJson.Options);
            }

            json.WriteNumber("v", 1);
            json.WriteEndObject();
        }

        return CanonicalJson.Canonicalize(buffer.WrittenSpan);
    }
}

/// <summary>The ledger holds something that is no act of this version: it was altered, or a newer version wrote it.</summary>
public sealed class LedgerFormatException(string message, Exception? inner = null) : Exception(message, inner);
