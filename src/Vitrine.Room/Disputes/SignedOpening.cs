using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Proofs;
using Vitrine.Register;

namespace Vitrine.Room;

/// <summary>That a session was opened from a copy of the ledger, signed by both who opened it, before anything was shown; brought to the centre, it becomes an act.</summary>
/// <remarks>
/// A file of two lines, each a DSSE envelope and a line feed: the host's, then the authority's, over one payload (docs/formats/ledger.md). A copy records nothing by itself: the file is what the two owe the
/// record, and whoever keeps it back can be asked for it.
/// </remarks>
public static class SignedOpening
{
    /// <summary>What the file's name ends in.</summary>
    public const string Extension = ".opening.jsonl";

    /// <summary>Bytes in a file, at most.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Signs, for both.</summary>
    /// <exception cref="StatementFormatException">The reason is none that can be signed.</exception>
    public static byte[] Sign(OpeningPredicate opening, SigningKey host, SigningKey authority)
    {
        ArgumentNullException.ThrowIfNull(opening);
        var statement = opening.Of();
        return [.. Dsse.Sign(statement, host).ToJson(), (byte)'\n', .. Dsse.Sign(statement, authority).ToJson(), (byte)'\n'];
    }

    /// <summary>Takes an opening into the centre's record, as an act with the file as its document.</summary>
    /// <exception cref="ActRefusedException">It is no opening by this session's host and authority of a copy of this ledger, or is on record already.</exception>
    public static async Task<LogIndex> RecordAsync(OpenCentre centre, byte[] file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(centre);
        var (first, second) = Parse(file);
        OpeningPredicate opening;
        using (var views = centre.Snapshot())
        {
            if (!VerifiedStatement.TryOpen(first, KeyOf(first, views), out var statement) || !second.IsSignedBy(KeyOf(second, views)) || second.Payload.AsSpan().SequenceEqual(first.Payload.AsSpan()) is false)
            {
                throw new ActRefusedException("A signature on the opening is not that of the party that it names, or the two sign different things.");
            }

            opening = Read(statement.Statement);
            var engagement = Engagements.Find(opening.Engagement, views) ?? throw new ActRefusedException($"There is no engagement {opening.Engagement}.");
            if (OwnerOf(first, views) != engagement.Host || OwnerOf(second, views) != engagement.Authority)
            {
                throw new ActRefusedException("The opening is not signed by the engagement's host and then by its authority.");
            }
        }

        var ledger = centre.LedgerCheckpoint();
        if (opening.Ledger.Origin != ledger.Origin || opening.Ledger.Size.Value > ledger.Size.Value || new TileReader(centre.Paths.Ledger).RootAt(opening.Ledger.Size) != opening.Ledger.Root)
        {
            throw new ActRefusedException("The copy that was opened is not of this centre's ledger.");
        }

        var document = centre.Documents.Add(file);
        return await centre.RecordAsync(new OpeningRecorded(opening.Engagement, opening.Session, opening.Reason, opening.At, document), Actor.Console, cancellationToken);
    }

    private static (DsseEnvelope First, DsseEnvelope Second) Parse(byte[] file)
    {
        var lines = new List<DsseEnvelope>();
        foreach (var range in file.AsSpan().Split((byte)'\n'))
        {
            var line = file.AsSpan()[range];
            if (line.IsEmpty && lines.Count == 2)
            {
                continue;
            }

            try
            {
                lines.Add(DsseEnvelope.Parse(line));
            }
            catch (DsseFormatException error)
            {
                throw new ActRefusedException($"This is no signed opening: {error.Message}");
            }
        }

        return lines is [var first, var second] && first.ToJson().Length + second.ToJson().Length + 2 == file.Length ? (first, second) : throw new ActRefusedException("This is no signed opening: two signed lines are wanted, and nothing else.");
    }

    private static OpeningPredicate Read(Statement statement)
    {
        try
        {
            return OpeningPredicate.Read(statement);
        }
        catch (StatementFormatException error)
        {
            throw new ActRefusedException($"What was signed is no opening: {error.Message}");
        }
    }

    private static PublicKey KeyOf(DsseEnvelope envelope, Microsoft.Data.Sqlite.SqliteConnection views) =>
        Keys(views).FirstOrDefault(key => key.Key.KeyId.ToHex() == envelope.KeyId).Key ?? throw new ActRefusedException("The opening is signed with a key that is no party's here.");

    private static string OwnerOf(DsseEnvelope envelope, Microsoft.Data.Sqlite.SqliteConnection views) => Keys(views).First(key => key.Key.KeyId.ToHex() == envelope.KeyId).Party;

    private static IEnumerable<(string Party, PublicKey Key)> Keys(Microsoft.Data.Sqlite.SqliteConnection views) =>
        Parties.List(views).Select(party => (party.Id, PublicKey.FromSpki(party.SigningKey))).Concat(PartyKeyRotation.PastKeys(views).Select(past => (past.Party, past.Key)));
}
