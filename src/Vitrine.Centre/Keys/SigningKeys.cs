using Microsoft.Data.Sqlite;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>A key with which the centre signs, or signed.</summary>
/// <param name="KeyId">SHA-256 of its SubjectPublicKeyInfo.</param>
/// <param name="Key">The key; null for the first one of an old key that only its identifier is on record of.</param>
/// <param name="Rotation">The statement in which it names its successor; null for the one in use.</param>
/// <param name="End">That statement's place in the log: what the key signed counts when it stands before; null while there is none.</param>
public sealed record CentreSigningKey(Digest KeyId, PublicKey? Key, Digest? Rotation, LogIndex? End)
{
    /// <summary>Whether what stands at a place in the log may be signed with it.</summary>
    public bool CountsAt(LogIndex index) => End is not { } end || index.Value <= end.Value;
}

/// <summary>The centre's signing keys and how one follows another (docs/formats/keys.md).</summary>
public static class SigningKeys
{
    internal const string Schema = """
        CREATE TABLE centre_signing_key (n INTEGER PRIMARY KEY, key_id TEXT NOT NULL UNIQUE, spki BLOB, rotation TEXT);
        """;

    /// <summary>All of them, the newest last.</summary>
    public static IReadOnlyList<CentreSigningKey> All(SqliteConnection views) => views.Query(
        "SELECT key_id, spki, rotation, (SELECT log_index FROM centre_statement WHERE digest = rotation) FROM centre_signing_key ORDER BY n",
        row => new CentreSigningKey(
            Digest.ParseHex(row.GetString(0)),
            row.IsDBNull(1) ? null : PublicKey.FromSpki(row.GetFieldValue<byte[]>(1)),
            row.Text(2) is { } rotation ? Digest.ParseHex(rotation) : null,
            row.IsDBNull(3) ? null : new LogIndex((ulong)row.GetInt64(3))));

    /// <summary>Makes a new signing key that the old one names, and uses it from then on. No server may run: it holds the old key.</summary>
    /// <exception cref="ActRefusedException">A server runs.</exception>
    /// <exception cref="CentreFaultException">It cannot be recorded or published.</exception>
    public static async Task<(PublicKey To, LogIndex Index)> RotateAsync(OpenCentre centre, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(centre);
        if (!await centre.WritesItselfAsync(cancellationToken))
        {
            throw new ActRefusedException("A server runs on this centre and holds the old key. Stop it, change the key, and start it again.");
        }

        var old = centre.Keys.Signing.PublicKey;
        var to = centre.Keys.PrepareSigning();
        var predicate = new RotationPredicate(RotatedKey.Centre, centre.Description.Origin, old.KeyId, to, UtcTime.Whole(centre.Time.GetUtcNow()));
        var rotation = StagedStatement.Stage(centre.Paths, predicate.Of(), centre.Keys.Signing);
        await centre.RecordAsync(new SigningKeyRotated(old.KeyId, old.Spki.ToArray(), to.Spki.ToArray(), rotation), Actor.Console, cancellationToken);
        centre.SettleSigningKey();
        return (to, await centre.PublishedAsync(rotation, cancellationToken));
    }

    internal static void Check(SigningKeyRotated rotated, Actor by, SqliteConnection views)
    {
        if (by != Actor.Console)
        {
            throw new ActRefusedException("The centre's key is changed at its console.");
        }

        var newest = All(views)[^1];
        if (newest.KeyId != rotated.From || !PublicKey.TryFromSpki(rotated.Old, out var old) || old.KeyId != rotated.From)
        {
            throw new ActRefusedException("The key that is to be changed is not the one in use.");
        }

        if (!PublicKey.TryFromSpki(rotated.To, out var to) || All(views).Any(key => key.KeyId == to.KeyId))
        {
            throw new ActRefusedException("The new key is no public key on P-256, or was used before.");
        }
    }

    /// <summary>Refuses what was signed with a key of the centre's that has a successor: it was staged before the key changed.</summary>
    internal static void RequireInUse(PublicKey signer, SqliteConnection views)
    {
        if (All(views).SkipLast(1).Any(key => key.KeyId == signer.KeyId))
        {
            throw new ActRefusedException($"The statement is signed with the centre's old key {signer.KeyId}, which was changed meanwhile. Nothing was recorded; run the command again.");
        }
    }

    internal static void Project(RecordedAct recorded, SqliteConnection views)
    {
        switch (recorded.Act)
        {
            case CentreCreated created:
                views.Execute("INSERT INTO centre_signing_key (n, key_id) VALUES ($1, $2)", recorded.Position, created.SigningKey);
                break;
            case SigningKeyRotated rotated:
                views.Execute("UPDATE centre_signing_key SET spki = $1, rotation = $2 WHERE key_id = $3", rotated.Old, rotated.Rotation, rotated.From);
                views.Execute("INSERT INTO centre_signing_key (n, key_id, spki) VALUES ($1, $2, $3)", recorded.Position, PublicKey.FromSpki(rotated.To).KeyId, rotated.To);
                break;
        }
    }
}
