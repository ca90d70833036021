using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>A kind of act: its name in the ledger and its record type.</summary>
public sealed class ActKind
{
    private ActKind(string name, Type type)
    {
        Name = name;
        Type = type;
    }

    /// <summary>The name in the ledger, as <c>part.happened</c>.</summary>
    public string Name { get; }

    /// <summary>The record type.</summary>
    public Type Type { get; }

    // Looked up when it is first needed: a command that writes no act does not pay for all of them.
    private JsonTypeInfo Json => field ??= ActJson.Options.GetTypeInfo(Type);

    /// <summary>Declares that acts of <typeparamref name="T"/> are written as <paramref name="name"/>.</summary>
    public static ActKind Of<T>(string name)
        where T : Act => new(name, typeof(T));

    internal void Write(Utf8JsonWriter json, Act act) => JsonSerializer.Serialize(json, act, Json);

    internal Act Read(JsonElement open) =>
        (Act?)open.Deserialize(Json) ?? throw new LedgerFormatException($"An act of kind {Name} is null.");
}

/// <summary>How acts are written as JSON: camel case, enums by name, nothing unknown, nothing left out.</summary>
public static class ActJson
{
    /// <summary>The options for acts and for what sealed parts hold.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            NumberHandling = JsonNumberHandling.Strict,
            MaxDepth = 32,

            // No page ever holds these bytes as they are; escaping all but ASCII would make a sealed text three times as long.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(LeaveOutWhatActsDerive),
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new DigestConverter());
        options.Converters.Add(new InstantConverter());
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Subject and statements follow from an act's own properties, and the sealed part stands beside the open one: none is written in it.</summary>
    private static void LeaveOutWhatActsDerive(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i].AttributeProvider is PropertyInfo { GetMethod: { } getter } && getter.GetBaseDefinition().DeclaringType == typeof(Act))
            {
                type.Properties.RemoveAt(i);
            }
        }
    }

    private sealed class DigestConverter : JsonConverter<Digest>
    {
        public override Digest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Digest.TryParseHex(reader.GetString(), out var digest) ? digest : throw new JsonException("A digest is 64 hexadecimal digits.");

        public override void Write(Utf8JsonWriter writer, Digest value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToHex());
    }

    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            UtcTime.TryParse(reader.GetString(), out var at) ? at : throw new JsonException("A time is written as 2026-11-21T22:53:20Z.");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(UtcTime.Format(value));
    }
}
