using Microsoft.Data.Sqlite;
using Vitrine.Centre;

namespace Vitrine.Register;

/// <summary>A party as the register has it; keys are SPKI, DER.</summary>
public sealed record Party(string Id, string Name, PartyKind Kind, byte[] SigningKey, byte[] OpeningKey);

/// <summary>The parties of a centre.</summary>
public static class Parties
{
    /// <summary>Registers a party. Its keys are made in <paramref name="folder"/> where there are none, and stay there.</summary>
    /// <exception cref="ActRefusedException">The identifier is taken or malformed, or the keys are another party's.</exception>
    /// <exception cref="KeyFileException">What lies in the folder are no keys of a party.</exception>
    /// <exception cref="IOException">The keys cannot be made there.</exception>
    public static async Task<Party> RegisterAsync(OpenCentre centre, string id, string name, PartyKind kind, string folder, Actor by, CancellationToken cancellationToken)
    {
        ActText.RequireId(id, "party's identifier");
        var fresh = !Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any();
        using var keys = fresh ? PartyKeys.Create(folder) : PartyKeys.Read(folder);
        try
        {
            var party = new Party(id, name, kind, keys.Signing.PublicKey.Spki.ToArray(), keys.Opening.PublicKey);
            await centre.RecordAsync(new PartyRegistered(id, name, kind, party.SigningKey, party.OpeningKey), by, cancellationToken);
            return party;
        }
        catch (ActRefusedException) when (fresh)
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>A party by its identifier; null where there is none.</summary>
    public static Party? Find(string id, SqliteConnection views) =>
        views.Query("SELECT id, name, kind, signing_key, opening_key FROM register_party WHERE id = $1", Read, id).FirstOrDefault();

    /// <summary>All parties, by name.</summary>
    public static IReadOnlyList<Party> List(SqliteConnection views) =>
        views.Query("SELECT id, name, kind, signing_key, opening_key FROM register_party ORDER BY name, id", Read);

    private static Party Read(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), Enum.Parse<PartyKind>(row.GetString(2), ignoreCase: true), row.GetFieldValue<byte[]>(3), row.GetFieldValue<byte[]>(4));
}
