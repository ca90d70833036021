using System.Collections.Immutable;
using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>Whom a key belongs to, by the status signer's register. The signer's word: nothing in it can be shown by proofs.</summary>
/// <param name="KeyId">The party's key.</param>
/// <param name="Id">The signer's identifier of the party.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Jurisdictions">Where it has its seat, ISO 3166-1 alpha-2; empty: unknown.</param>
/// <param name="Owners">Who owns it, wholly or in part, at last; empty with <paramref name="OwnersUnknown"/> null: nobody does.</param>
/// <param name="OwnersUnknown">Why not all owners are known; null where they are.</param>
public sealed record StatedParty(
    Digest KeyId, string Id, string Name, ImmutableArray<string> Jurisdictions, ImmutableArray<StatedOwner> Owners, string? OwnersUnknown)
{
    /// <summary>Owners of one party, at most: 64.</summary>
    public const int MaxOwners = 64;

    private const string Unknown = "unknown";

    internal static StatedParty Read(JsonMembers members)
    {
        var read = new StatedParty(
            members.Digest("keyId"),
            members.Text("id", 255),
            members.Text("name", 255),
            ReadJurisdictions(members),
            members.Array("owners", MaxOwners, StatedOwner.Read),
            members.OptionalText("ownersUnknown", 255));
        members.End();
        return read;
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("keyId", KeyId.ToHex());
        writer.WriteString("id", Id);
        writer.WriteString("name", Name);
        writer.WriteTexts("jurisdiction", Jurisdictions.IsEmpty ? [Unknown] : Jurisdictions);
        writer.WriteStartArray("owners");
        foreach (var owner in Owners)
        {
            owner.Write(writer);
        }

        writer.WriteEndArray();
        if (OwnersUnknown is not null)
        {
            writer.WriteString("ownersUnknown", OwnersUnknown);
        }

        writer.WriteEndObject();
    }

    private static ImmutableArray<string> ReadJurisdictions(JsonMembers members)
    {
        var words = members.Texts("jurisdiction", 16, Unknown.Length);
        if (words is [Unknown])
        {
            return [];
        }

        return !words.IsEmpty && words.All(CountryCodes.IsSpelled) && words.Distinct(StringComparer.Ordinal).Count() == words.Length
            ? words
            : throw members.Fault("jurisdiction", "is not a list of country codes in capitals, each once, or of the one word \"unknown\"");
    }
}

/// <summary>An owner of a party.</summary>
/// <param name="Id">The signer's identifier; two parties with an owner of one identifier share it.</param>
/// <param name="Name">What people call it.</param>
public sealed record StatedOwner(string Id, string Name)
{
    internal static StatedOwner Read(JsonMembers members)
    {
        var read = new StatedOwner(members.Text("id", 255), members.Text("name", 255));
        members.End();
        return read;
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("id", Id);
        writer.WriteString("name", Name);
        writer.WriteEndObject();
    }
}
