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

    /// <summary>Reads a statement back before it is handed out.</summary>
    internal static Statement Checked<T>(Statement statement, Func<Statement, T> read)
    {
        read(statement);
        return statement;
    }

    /// <summary>The predicate of a statement that must be of this type.</summary>
    internal static JsonElement Of(Statement statement, string type)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return statement.PredicateType == type
            ? statement.Predicate
            : throw new StatementFormatException($"The statement is of type {statement.PredicateType}, not {type}.");
    }

    /// <summary>All subjects are files.</summary>
    internal static void RequireFiles(Statement statement)
    {
        if (statement.Subjects.Any(static s => s.Algorithm != Subject.Sha256))
        {
            throw new StatementFormatException("The subjects are not all files with their sha256.");
        }
    }

    /// <summary>The one subject is this tree; gives its root.</summary>
    internal static Digest RequireTree(Statement statement, string name) =>
        statement.Subjects is [{ Algorithm: Subject.VitrineRoot } subject] && subject.Name == name
            ? subject.Digest
            : throw new StatementFormatException($"The subject is not one \"{name}\" with its vitrineRoot.");

    extension(Utf8JsonWriter writer)
    {
        internal void WriteTime(string name, DateTimeOffset time) => writer.WriteString(name, UtcTime.Format(time));

        internal void WriteDay(string name, DateOnly day) => writer.WriteString(name, UtcDay.Format(day));

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
