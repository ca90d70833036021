using System.Collections.Immutable;
using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>A list in force at a status, with those of its entries that concern what the signer's log speaks of.</summary>
/// <param name="Name">The list's name; what a policy calls it.</param>
/// <param name="Date">The day as of which this is the list, UTC; its version.</param>
/// <param name="Digest">SHA-256 of its file.</param>
/// <param name="Entries">All that concern a key or a product of this log, and none besides.</param>
public sealed record StatedList(string Name, DateOnly Date, Digest Digest, ImmutableArray<StatedEntry> Entries)
{
    /// <summary>Entries of one list, at most: 1,024.</summary>
    public const int MaxEntries = 1024;

    internal static StatedList Read(JsonMembers members)
    {
        var read = new StatedList(
            members.Text("name", 255),
            members.Day("date"),
            members.DigestSet("digest", Subject.Sha256),
            members.Array("entries", MaxEntries, StatedEntry.Read));
        members.End();
        return read;
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("name", Name);
        writer.WriteDay("date", Date);
        writer.WriteDigestSet("digest", Subject.Sha256, Digest);
        writer.WriteStartArray("entries");
        foreach (var entry in Entries)
        {
            entry.Write(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}

/// <summary>A key or a product that a list names, or whose owners or parts it names.</summary>
/// <param name="KeyId">The key of the party concerned; null where the entry is about a product.</param>
/// <param name="Product">The product's name as releases say it; null where the entry is about a party.</param>
/// <param name="Name">The name that stands on the list.</param>
/// <param name="Since">From which day on, UTC.</param>
/// <param name="Clause">Under which provision; null where the list says none.</param>
/// <param name="Source">Where that can be read.</param>
/// <param name="Through">How the listed one and this one hang together, from the listed one down; empty where they are one.</param>
public sealed record StatedEntry(Digest? KeyId, string? Product, string Name, DateOnly Since, string? Clause, string Source, ImmutableArray<string> Through)
{
    /// <summary>Steps from the listed one to the one concerned, at most: 16.</summary>
    public const int MaxThrough = 16;

    internal static StatedEntry Read(JsonMembers members)
    {
        // Two words for one place would leave open which of them counts.
        var isKey = members.Has("keyId");
        var read = new StatedEntry(
            isKey ? members.Digest("keyId") : null,
            isKey ? null : members.Text("product", 255),
            members.Text("name", 255),
            members.Day("since"),
            members.OptionalText("clause"),
            members.Text("source"),
            members.Texts("through", MaxThrough, 255));
        members.End();
        return read;
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (KeyId is { } key)
        {
            writer.WriteString("keyId", key.ToHex());
        }

        if (Product is not null)
        {
            writer.WriteString("product", Product);
        }

        writer.WriteString("name", Name);
        writer.WriteDay("since", Since);
        if (Clause is not null)
        {
            writer.WriteString("clause", Clause);
        }

        writer.WriteString("source", Source);
        writer.WriteTexts("through", Through);
        writer.WriteEndObject();
    }
}
