using Microsoft.Data.Sqlite;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>A key with which a party signed until it named another.</summary>
/// <param name="Party">The party.</param>
/// <param name="Key">The key.</param>
/// <param name="Rotation">The statement in which it names its successor.</param>
/// <param name="End">That statement's place in the log: what the key signed counts when it stands before; null until it is published.</param>
public sealed record PastKey(string Party, PublicKey Key, Digest Rotation, LogIndex? End);

/// <summary>How a party's signing key follows another: the old key names the new one, in the log and in an act (docs/formats/keys.md).</summary>
public static class PartyKeyRotation
{
    /// <summary>Makes a new signing key in the party's folder, which the old one names, and puts it in the old one's place.</summary>
    /// <exception cref="ActRefusedException">There is no such party, or the folder's keys are not its own.</exception>
    /// <exception cref="KeyFileException">What lies in the folder are no keys of a party.</exception>
    public static async Task<(PublicKey To, LogIndex Index)> RotateAsync(OpenCentre centre, string id, string folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(centre);
        using var keys = PartyKeys.Read(folder);
        Party party;
        Digest? cutOff;
        using (var views = centre.Snapshot())
        {
            party = Parties.Find(id, views) ?? throw new ActRefusedException($"There is no party {id}.");
            var current = PublicKey.FromSpki(party.SigningKey);
            cutOff = PartyKeys.HasNextSigning(folder) && PartyKeys.PrepareSigning(folder).Equals(current) ? PastKeys(views).Last(past => past.Party == id).Rotation : null;

            // Whose folder it is comes first: nothing is made in another's.
            if (cutOff is null && !keys.Signing.PublicKey.Equals(current))
            {
                throw new ActRefusedException($"The folder's key is not the one with which {party.Name} signs.");
            }
        }

        var next = PartyKeys.PrepareSigning(folder);
        var rotation = cutOff ?? await RecordAsync(centre, party, keys, next, cancellationToken);
        PartyKeys.TakeNextSigning(folder);
        return (next, await centre.PublishedAsync(rotation, cancellationToken));
    }

    /// <summary>Keys that parties do not sign with any more, oldest first.</summary>
    public static IReadOnlyList<PastKey> PastKeys(SqliteConnection views) => views.Query(
        "SELECT party, signing_key, rotation, (SELECT log_index FROM centre_statement WHERE digest = rotation) FROM register_past_key ORDER BY n",
        row => new PastKey(
            row.GetString(0), PublicKey.FromSpki(row.GetFieldValue<byte[]>(1)), Digest.ParseHex(row.GetString(2)), row.IsDBNull(3) ? null : new LogIndex((ulong)row.GetInt64(3))));

    /// <summary>The name of the party that has or had a key; null where none did.</summary>
    internal static string? OwnerOf(byte[] key, SqliteConnection views) => views.Scalar<string>(
        """
        SELECT name FROM register_party WHERE $1 IN (signing_key, opening_key)
        UNION SELECT name FROM register_party JOIN register_past_key ON party = id WHERE register_past_key.signing_key = $1
        UNION SELECT name FROM register_party JOIN register_past_opening_key ON party = id WHERE register_past_opening_key.opening_key = $1 LIMIT 1
        """,
        key);

    internal static void Check(PartyKeyRotated rotated, Actor by, SqliteConnection views)
    {
        if (by != Actor.Console)
        {
            throw new ActRefusedException("A party's key is changed at the centre's console, with the old key's file.");
        }

        var party = Parties.Find(rotated.Party, views) ?? throw new ActRefusedException($"There is no party {rotated.Party}.");
        if (PublicKey.FromSpki(party.SigningKey).KeyId != rotated.From)
        {
            throw new ActRefusedException($"The key that is to be changed is not the one with which {party.Name} signs.");
        }

        if (!PublicKey.TryFromSpki(rotated.SigningKey, out _))
        {
            throw new ActRefusedException("A party's key is a public key on P-256 (SubjectPublicKeyInfo, DER).");
        }

        if (OwnerOf(rotated.SigningKey, views) is { } other)
        {
            throw new ActRefusedException($"The new key is one of {other}. Each party has keys of its own, each once.");
        }
    }

    /// <summary>Refuses what was signed with a key of a party's that has a successor.</summary>
    internal static void RequireInUse(PublicKey signer, SqliteConnection views)
    {
        if (views.Scalar<string>("SELECT name FROM register_party JOIN register_past_key ON party = id WHERE register_past_key.signing_key = $1", signer.Spki.ToArray()) is { } party)
        {
            throw new ActRefusedException(
                $"The statement is signed with {signer.KeyId}, with which {party} signs no more. Nothing was recorded; sign it with the new key (a reviewer's account takes it with: vitrine user keys NAME).");
        }
    }

    internal static void Project(PartyKeyRotated rotated, RecordedAct recorded, SqliteConnection views)
    {
        views.Execute("INSERT INTO register_past_key (n, party, signing_key, rotation) SELECT $1, id, signing_key, $2 FROM register_party WHERE id = $3", recorded.Position, rotated.Rotation, rotated.Party);
        views.Execute("UPDATE register_party SET signing_key = $1 WHERE id = $2", rotated.SigningKey, rotated.Party);
    }

    private static async Task<Digest> RecordAsync(OpenCentre centre, Party party, PartyKeys keys, PublicKey next, CancellationToken cancellationToken)
    {
        var old = keys.Signing.PublicKey;
        var predicate = new RotationPredicate(RotatedKey.Party, party.Id, old.KeyId, next, UtcTime.Whole(centre.Time.GetUtcNow()));
        var rotation = StagedStatement.Stage(centre.Paths, predicate.Of(), keys.Signing);
        await centre.RecordAsync(new PartyKeyRotated(party.Id, old.KeyId, next.Spki.ToArray(), rotation), Actor.Console, cancellationToken);
        return rotation;
    }
}
