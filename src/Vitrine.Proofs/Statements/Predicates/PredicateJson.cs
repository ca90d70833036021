using System.Collections.Immutable;
using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>What all predicates write in the same way.</summary>
internal static class PredicateJson
{
    /// <summary>Writes an object's members and reads them back, so that nothing is written that no reader accepts.</summary>
    internal static JsonElement Checked<T>(Action<Utf8JsonWriter> members, Func<JsonElement, T> parse)
    {
        JsonElement element;
        try
        {
            element = CanonicalJson.Parse(CanonicalJson.From(writer =>
            {
                writer.WriteStartObject();
                members(writer);
                writer.WriteEndObject();
            }));
        }
        catch (JsonFormatException e)
        {
            throw new StatementFormatException(e.Message, e);
        }

        parse(element);
        return element;
    }

    extension(Utf8JsonWriter writer)
    {
        internal void WriteTime(string name, DateTimeOffset time) => writer.WriteString(name, UtcTime.Format(time));

        internal void WriteDigestSet(string name, string algorithm, Digest digest)
        {
            writer.WriteStartObject(name);
            writer.WriteString(algorithm, digest.ToHex());
            writer.WriteEndObject();
        }

        internal void WriteTexts(string name, ImmutableArray<string> texts)
        {
            writer.WriteStartArray(name);
            foreach (var text in texts)
            {
                writer.WriteStringValue(text);
            }

            writer.WriteEndArray();
        }

        internal void WriteTree(string name, TreeHead head)
        {
            writer.WriteStartObject(name);
            writer.WriteString("origin", head.Origin);
            writer.WriteNumber("size", head.Size.Value);
            writer.WriteString("root", head.Root.ToHex());
            writer.WriteEndObject();
        }
    }
}
