using System.Collections.Immutable;
using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>An in-toto statement: what it is about, and what is said of it. Nothing in it is verified.</summary>
/// <remarks>
/// in-toto Statement v1. Read strictly: members it does not know are refused, each subject has a name of its own and one digest.
/// Bounds: <see cref="MaxSubjects"/> subjects, <see cref="DsseEnvelope.MaxPayload"/> bytes. Docs: docs/formats/statements.md.
/// </remarks>
public sealed class Statement
{
    /// <summary>The value of <c>_type</c>.</summary>
    public const string Type = "https://in-toto.io/Statement/v1";

    /// <summary>The payload type under which statements are signed.</summary>
    public const string PayloadType = "application/vnd.in-toto+json";

    /// <summary>Subjects that are read: 4,096.</summary>
    public const int MaxSubjects = 4096;

    private readonly byte[] _json;

    /// <summary>Makes a statement and reads it back, so that what is made can be read.</summary>
    /// <exception cref="StatementFormatException">No reader would accept it.</exception>
    public Statement(IEnumerable<Subject> subjects, string predicateType, JsonElement predicate)
        : this(Spell([.. subjects], predicateType, predicate))
    {
    }

    private Statement(byte[] utf8Json)
    {
        if (utf8Json.Length > DsseEnvelope.MaxPayload)
        {
            throw new StatementFormatException($"The statement has {utf8Json.Length} bytes; {DsseEnvelope.MaxPayload} are allowed.");
        }

        _json = utf8Json;
        var members = Open(utf8Json);
        members.Exactly("_type", Type);
        Subjects = members.Array("subject", MaxSubjects, Subject.Read);
        PredicateType = members.Text("predicateType", 255);
        Predicate = members.Opaque("predicate");
        members.End();
        if (Subjects.IsEmpty)
        {
            throw members.Fault("subject", "is empty");
        }

        if (Subjects.DistinctBy(static s => s.Name, StringComparer.Ordinal).Count() != Subjects.Length)
        {
            throw members.Fault("subject", "names something twice");
        }
    }

    /// <summary>What the statement is about, at least one.</summary>
    public ImmutableArray<Subject> Subjects { get; }

    /// <summary>The URI that says how the predicate is to be read.</summary>
    public string PredicateType { get; }

    /// <summary>What is said, a JSON object.</summary>
    public JsonElement Predicate { get; }

    /// <summary>Reads a statement in any spelling of strict JSON.</summary>
    /// <exception cref="StatementFormatException">The bytes are anything else.</exception>
    public static Statement Parse(ReadOnlySpan<byte> utf8Json) => new(utf8Json.ToArray());

    /// <summary>The statement as it was read, or as canonical JSON where it was made.</summary>
    public byte[] ToJson() => [.. _json];

    internal static JsonMembers Open(ReadOnlySpan<byte> utf8Json)
    {
        try
        {
            return new JsonMembers(CanonicalJson.Parse(utf8Json), "statement", Fault);
        }
        catch (JsonFormatException e)
        {
            throw new StatementFormatException(e.Message, e);
        }
    }

    /// <summary>A predicate by its members; strict even where the element was read by another reader.</summary>
    internal static JsonMembers Open(JsonElement predicate, string path)
    {
        try
        {
            return new JsonMembers(CanonicalJson.Parse(predicate), path, Fault);
        }
        catch (JsonFormatException e)
        {
            throw new StatementFormatException(e.Message, e);
        }
    }

    internal static StatementFormatException Fault(string message) => new(message);

    private static byte[] Spell(ImmutableArray<Subject> subjects, string predicateType, JsonElement predicate)
    {
        try
        {
            return CanonicalJson.From(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("_type", Type);
                writer.WriteStartArray("subject");
                foreach (var subject in subjects)
                {
                    subject.Write(writer);
                }

                writer.WriteEndArray();
                writer.WriteString("predicateType", predicateType);
                writer.WritePropertyName("predicate");
                predicate.WriteTo(writer);
                writer.WriteEndObject();
            });
        }
        catch (JsonFormatException e)
        {
            throw new StatementFormatException(e.Message, e);
        }
    }
}
