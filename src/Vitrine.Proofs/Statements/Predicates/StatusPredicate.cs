using System.Collections.Immutable;
using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>What no longer holds, as of a size of the log, until it expires.</summary>
/// <param name="Number">Counts up with every status of one signer; the highest counts.</param>
/// <param name="Issued">When, whole seconds.</param>
/// <param name="Expires">From when on it says nothing any more.</param>
/// <param name="Log">The log as the signer saw it.</param>
/// <param name="Revoked">All that is revoked, not only what is new.</param>
/// <param name="Lists">The versions of the lists in force.</param>
public sealed record StatusPredicate(
    ulong Number,
    DateTimeOffset Issued,
    DateTimeOffset Expires,
    TreeHead Log,
    ImmutableArray<Revocation> Revoked,
    ImmutableArray<ListVersion> Lists)
{
    /// <summary>The predicate's type.</summary>
    public const string Type = "https://vitrine.example/status/v1";

    /// <summary>Revocations in one status, at most: 4,096.</summary>
    public const int MaxRevoked = 4096;

    /// <summary>Reads a predicate strictly.</summary>
    /// <exception cref="StatementFormatException">It is anything else.</exception>
    public static StatusPredicate Parse(JsonElement predicate)
    {
        var members = Proofs.Statement.Open(predicate, "status");
        var read = new StatusPredicate(
            members.Count("number"),
            members.Time("issued"),
            members.Time("expires"),
            TreeHead.Read(members.Object("log")),
            members.Array("revoked", MaxRevoked, Revocation.Read),
            members.Array("lists", 256, ListVersion.Read));
        members.End();
        return read.Expires > read.Issued ? read : throw members.Fault("expires", "is not after its issue");
    }

    /// <summary>The predicate as JSON that <see cref="Parse"/> accepts.</summary>
    /// <exception cref="StatementFormatException">A value is not one that the format allows.</exception>
    public JsonElement ToJson() => PredicateJson.Checked(
        writer =>
        {
            writer.WriteNumber("number", Number);
            writer.WriteTime("issued", Issued);
            writer.WriteTime("expires", Expires);
            writer.WriteTree("log", Log);
            writer.WriteStartArray("revoked");
            foreach (var revocation in Revoked)
            {
                revocation.Write(writer);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("lists");
            foreach (var list in Lists)
            {
                list.Write(writer);
            }

            writer.WriteEndArray();
        },
        Parse);

    /// <summary>The statement over the log it was seen in.</summary>
    /// <exception cref="StatementFormatException">A value is not one that the format allows.</exception>
    public Statement Of() => PredicateJson.Checked(new Statement([Subject.Log(Log.Root)], Type, ToJson()), Read);

    /// <summary>Reads a whole statement: the predicate, and the subject that it calls for.</summary>
    /// <exception cref="StatementFormatException">It is anything else.</exception>
    public static StatusPredicate Read(Statement statement)
    {
        var read = Parse(PredicateJson.Of(statement, Type));
        return PredicateJson.RequireTree(statement, Subject.LogName) == read.Log.Root
            ? read
            : throw new StatementFormatException("The status's subject is not the log that it names.");
    }
}

/// <summary>What is revoked.</summary>
public enum RevokedKind
{
    /// <summary>A review or a verification summary.</summary>
    Certificate,

    /// <summary>A release.</summary>
    Release,

    /// <summary>A key: whatever it signed, whenever.</summary>
    Key,
}

/// <summary>One thing that no longer holds.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Digest">SHA-256 of the statement's payload, or the key id.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="Since">From when the signer says it should not have been relied on; for people: a gate refuses whatever it says.</param>
public sealed record Revocation(RevokedKind Kind, Digest Digest, string Reason, DateTimeOffset Since)
{
    private static readonly string[] Kinds = ["certificate", "release", "key"];

    internal static Revocation Read(JsonMembers members)
    {
        var read = new Revocation(
            (RevokedKind)members.Word("kind", Kinds),
            members.Digest("digest"),
            members.Text("reason"),
            members.Time("since"));
        members.End();
        return read;
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", Kinds[(int)Kind]);
        writer.WriteString("digest", Digest.ToHex());
        writer.WriteString("reason", Reason);
        writer.WriteTime("since", Since);
        writer.WriteEndObject();
    }
}

/// <summary>A list in force at a status.</summary>
/// <param name="Name">The list's name.</param>
/// <param name="Version">Its version or date.</param>
/// <param name="Digest">SHA-256 of its file.</param>
public sealed record ListVersion(string Name, string Version, Digest Digest)
{
    internal static ListVersion Read(JsonMembers members)
    {
        var read = new ListVersion(members.Text("name", 255), members.Text("version", 255), members.DigestSet("digest", Subject.Sha256));
        members.End();
        return read;
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("name", Name);
        writer.WriteString("version", Version);
        writer.WriteDigestSet("digest", Subject.Sha256, Digest);
        writer.WriteEndObject();
    }
}
