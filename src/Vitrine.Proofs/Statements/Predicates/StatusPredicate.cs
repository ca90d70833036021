using System.Collections.Immutable;
using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>What no longer holds, as of a size of the log, until it expires; and what its signer knows of lists and parties.</summary>
/// <param name="Number">Counts up with every status of one signer; the highest counts.</param>
/// <param name="Issued">When, whole seconds.</param>
/// <param name="Expires">From when on it says nothing any more.</param>
/// <param name="Log">The log as the signer saw it.</param>
/// <param name="Revoked">All that is revoked, not only what is new.</param>
/// <param name="Lists">The lists in force, with what they say of this log's keys and products.</param>
/// <param name="Parties">Whom this log's keys belong to.</param>
public sealed record StatusPredicate(
    ulong Number,
    DateTimeOffset Issued,
    DateTimeOffset Expires,
    TreeHead Log,
    ImmutableArray<Revocation> Revoked,
    ImmutableArray<StatedList> Lists,
    ImmutableArray<StatedParty> Parties)
{
    /// <summary>The predicate's type.</summary>
    public const string Type = "https://vitrine.example/status/v2";

    /// <summary>Revocations in one status, at most: 4,096.</summary>
    public const int MaxRevoked = 4096;

    /// <summary>Lists in one status, at most: 64.</summary>
    public const int MaxLists = 64;

    /// <summary>Parties in one status, at most: 1,024.</summary>
    public const int MaxParties = 1024;

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
            members.Array("lists", MaxLists, StatedList.Read),
            members.Array("parties", MaxParties, StatedParty.Read));
        members.End();
        if (read.Expires <= read.Issued)
        {
            throw members.Fault("expires", "is not after its issue");
        }

        if (read.Lists.Select(static l => l.Name).Distinct(StringComparer.Ordinal).Count() < read.Lists.Length)
        {
            throw members.Fault("lists", "names a list twice");
        }

        // A version from days to come would never grow old.
        if (read.Lists.Any(l => l.Date > DateOnly.FromDateTime(read.Issued.UtcDateTime)))
        {
            throw members.Fault("lists", "holds a version of a day after the issue");
        }

        return read.Parties.Select(static p => p.KeyId).Distinct().Count() == read.Parties.Length ? read : throw members.Fault("parties", "names a key twice");
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
            writer.WriteStartArray("parties");
            foreach (var party in Parties)
            {
                party.Write(writer);
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
