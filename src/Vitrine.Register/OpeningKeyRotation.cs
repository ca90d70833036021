using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>An opening key to which a party's sessions were wrapped until it named another.</summary>
/// <param name="Party">The party.</param>
/// <param name="Key">The key.</param>
/// <param name="Position">The act from which on the next one is used.</param>
public sealed record PastOpeningKey(string Party, PublicKey Key, LogIndex Position);

/// <summary>How a party's opening key follows another: its signing key names the new one, and sessions are wrapped to that from the act on (docs/formats/keys.md).</summary>
/// <remarks>The party keeps the old keys: what the ledger holds is wrapped to them, and no act can change that.</remarks>
public static class OpeningKeyRotation
{
    /// <summary>Puts a new opening key above those in the party's folder, which its signing key names.</summary>
    /// <exception cref="ActRefusedException">There is no such party, or the folder's keys are not its own.</exception>
    /// <exception cref="KeyFileException">What lies in the folder are no keys of a party.</exception>
    public static async Task<(PublicKey To, LogIndex Index)> RotateAsync(OpenCentre centre, string id, string folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(centre);
        Party party;
        using (var views = centre.Snapshot())
        {
            party = Parties.Find(id, views) ?? throw new ActRefusedException($"There is no party {id}.");
        }

        using (var keys = PartyKeys.Read(folder))
        {
            if (!keys.Signing.PublicKey.Spki.SequenceEqual(party.SigningKey) || !keys.Opening.Holds(party.OpeningKey))
            {
                throw new ActRefusedException($"The folder's keys are not those with which {party.Name} signs and opens.");
            }

            // A key that was made and not recorded is taken: the newest in the file opens as well as any below it.
            if (keys.Opening.PublicKey.AsSpan().SequenceEqual(party.OpeningKey))
            {
                PartyKeys.AddOpening(folder);
            }
        }

        using var now = PartyKeys.Read(folder);
        var (from, to) = (PublicKey.FromSpki(party.OpeningKey).KeyId, PublicKey.FromSpki(now.Opening.PublicKey));
        var predicate = new RotationPredicate(RotatedKey.Opening, party.Id, from, to, UtcTime.Whole(centre.Time.GetUtcNow()));
        var rotation = StagedStatement.Stage(centre.Paths, predicate.Of(), now.Signing);
        await centre.RecordAsync(new PartyOpeningKeyRotated(party.Id, from, to.Spki.ToArray(), now.Signing.PublicKey.KeyId, rotation), Actor.Console, cancellationToken);
        return (to, await centre.PublishedAsync(rotation, cancellationToken));
    }

    /// <summary>Keys to which nothing new is wrapped any more, oldest first.</summary>
    public static IReadOnlyList<PastOpeningKey> PastKeys(SqliteConnection views) => views.Query(
        "SELECT party, opening_key, n FROM register_past_opening_key ORDER BY n",
        row => new PastOpeningKey(row.GetString(0), PublicKey.FromSpki(row.GetFieldValue<byte[]>(1)), new LogIndex((ulong)row.GetInt64(2))));

    internal static void Check(PartyOpeningKeyRotated rotated, Actor by, SqliteConnection views)
    {
        if (by != Actor.Console)
        {
            throw new ActRefusedException("A party's key is changed at the centre's console, with the files of its keys.");
        }

        var party = Parties.Find(rotated.Party, views) ?? throw new ActRefusedException($"There is no party {rotated.Party}.");
        if (PublicKey.FromSpki(party.OpeningKey).KeyId != rotated.From)
        {
            throw new ActRefusedException($"The key that is to be changed is not the one to which sessions of {party.Name} are wrapped.");
        }

        if (PublicKey.FromSpki(party.SigningKey).KeyId != rotated.SignedBy)
        {
            throw new ActRefusedException($"The change is not signed with the key with which {party.Name} signs.");
        }

        if (!OpeningKey.IsPublicKey(rotated.OpeningKey))
        {
            throw new ActRefusedException("A party's key is a public key on P-256 (SubjectPublicKeyInfo, DER).");
        }

        if (PartyKeyRotation.OwnerOf(rotated.OpeningKey, views) is { } other)
        {
            throw new ActRefusedException($"The new key is one of {other}. Each party has keys of its own, each once.");
        }
    }

    internal static void Project(PartyOpeningKeyRotated rotated, RecordedAct recorded, SqliteConnection views)
    {
        views.Execute("INSERT INTO register_past_opening_key (n, party, opening_key, rotation) SELECT $1, id, opening_key, $2 FROM register_party WHERE id = $3", recorded.Position, rotated.Rotation, rotated.Party);
        views.Execute("UPDATE register_party SET opening_key = $1 WHERE id = $2", rotated.OpeningKey, rotated.Party);
    }
}
