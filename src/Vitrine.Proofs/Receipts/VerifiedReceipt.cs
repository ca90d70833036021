namespace Vitrine.Proofs;

/// <summary>What came of holding a receipt against a log's key, and later against a ledger.</summary>
public enum ReceiptVerdict
{
    /// <summary>Everything that was asked holds.</summary>
    Verified,

    /// <summary>The checkpoint is not signed with the log's key.</summary>
    OtherLog,

    /// <summary>A signature on the checkpoint that names the log, or a witness asked for, is not theirs.</summary>
    BadCheckpoint,

    /// <summary>A witness asked for has not cosigned the checkpoint.</summary>
    NotCosigned,

    /// <summary>The anchor is not signed with the key that its log entry names.</summary>
    AnchorNotSigned,

    /// <summary>The anchor does not stand in the log under this checkpoint.</summary>
    AnchorNotLogged,

    /// <summary>What was logged is no anchor.</summary>
    NoAnchor,

    /// <summary>The receipt is not signed with the anchor's key.</summary>
    NotSigned,

    /// <summary>What was signed is no receipt.</summary>
    NoReceipt,

    /// <summary>The receipt speaks of another ledger, or another state of it, than its anchor, or of a ledger of another centre than the log's.</summary>
    OtherLedger,

    /// <summary>The first or last act is not where the receipt says.</summary>
    ActNotInLedger,

    /// <summary>The acts given are not those of the receipt.</summary>
    OtherActs,
}

/// <summary>A receipt of which everything that a log's key can show was verified. Only verification makes one.</summary>
/// <remarks>The signer is whoever the log has the anchor from: the log's owner answers for that, since it logs nobody else's anchors.</remarks>
public sealed class VerifiedReceipt
{
    private const string LogSuffix = "/log";
    private const string LedgerSuffix = "/ledger";

    private VerifiedReceipt(ReceiptPredicate said, LoggedStatement anchor)
    {
        Said = said;
        Anchor = anchor;
    }

    /// <summary>What the centre said.</summary>
    public ReceiptPredicate Said { get; }

    /// <summary>The anchor, its signer, its place in the log and the checkpoint.</summary>
    public LoggedStatement Anchor { get; }

    /// <summary>Verifies checkpoint, anchor, signature and the places of first and last act.</summary>
    /// <param name="receipt">The receipt.</param>
    /// <param name="log">The public log's key.</param>
    /// <param name="witnesses">Witnesses that must all have cosigned the checkpoint.</param>
    /// <param name="verified">The receipt, where the verdict is <see cref="ReceiptVerdict.Verified"/>.</param>
    public static ReceiptVerdict TryOpen(Receipt receipt, NoteVerifier log, IReadOnlyCollection<NoteVerifier> witnesses, out VerifiedReceipt? verified)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        verified = null;
        switch (VerifiedCheckpoint.TryOpen(receipt.Anchor.Checkpoint.AsSpan(), log, witnesses, out var checkpoint))
        {
            case NoteVerdict.Verified:
                break;
            case NoteVerdict.NoKnownSignature or NoteVerdict.OtherOrigin:
                return ReceiptVerdict.OtherLog;
            default:
                return ReceiptVerdict.BadCheckpoint;
        }

        if (!witnesses.All(witness => checkpoint!.Cosignatures.Any(signature => signature.Key.Equals(witness))))
        {
            return ReceiptVerdict.NotCosigned;
        }

        var verdict = TryOpenAnchor(receipt.Anchor, checkpoint!, out var logged, out var anchor);
        if (verdict != ReceiptVerdict.Verified)
        {
            return verdict;
        }

        verdict = TryOpenReceipt(receipt.Envelope, logged!.Verified.Key, out var said);
        if (verdict != ReceiptVerdict.Verified)
        {
            return verdict;
        }

        if (said!.Anchor != logged.Verified.PayloadDigest || said.Ledger != anchor!.Ledger || !AreOfOneCentre(log.Name, said.Ledger.Origin))
        {
            return ReceiptVerdict.OtherLedger;
        }

        if (!said.Acts.First.IsIn(said.Ledger) || !said.Acts.Last.IsIn(said.Ledger))
        {
            return ReceiptVerdict.ActNotInLedger;
        }

        verified = new VerifiedReceipt(said, logged);
        return ReceiptVerdict.Verified;
    }

    /// <summary>Holds the session's acts against the receipt: exactly these, in this order, with these volumes.</summary>
    public ReceiptVerdict Hold(SessionTally acts)
    {
        ArgumentNullException.ThrowIfNull(acts);
        var said = Said.Acts;
        return acts.Count == said.Count && acts.Root == said.Root && acts.Frames == said.Frames && Same(acts.First, said.First) && Same(acts.Last, said.Last)
            ? ReceiptVerdict.Verified
            : ReceiptVerdict.OtherActs;
    }

    private static bool Same(ReceiptedAct? found, ReceiptedAct said) =>
        found is not null && found.Index == said.Index && found.At == said.At && found.Kind == said.Kind && found.Leaf == said.Leaf;

    // A centre's two logs share their origin's beginning; other logs than a centre's own do not end so, and are held to nothing.
    private static bool AreOfOneCentre(string log, string ledger) =>
        !log.EndsWith(LogSuffix, StringComparison.Ordinal) || ledger == log[..^LogSuffix.Length] + LedgerSuffix;

    private static ReceiptVerdict TryOpenAnchor(SigstoreBundle bundle, VerifiedCheckpoint checkpoint, out LoggedStatement? logged, out AnchorPredicate? anchor)
    {
        (logged, anchor) = (null, null);
        try
        {
            switch (LoggedStatement.TryOpen(bundle, checkpoint, out logged))
            {
                case LoggedVerdict.Verified:
                    break;
                case LoggedVerdict.BadSignature:
                    return ReceiptVerdict.AnchorNotSigned;
                default:
                    return ReceiptVerdict.AnchorNotLogged;
            }

            anchor = AnchorPredicate.Read(logged!.Verified.Statement);
            return ReceiptVerdict.Verified;
        }
        catch (StatementFormatException)
        {
            // Signed and logged, and no anchor.
            return ReceiptVerdict.NoAnchor;
        }
    }

    private static ReceiptVerdict TryOpenReceipt(DsseEnvelope envelope, PublicKey key, out ReceiptPredicate? said)
    {
        said = null;
        try
        {
            if (!VerifiedStatement.TryOpen(envelope, key, out var statement))
            {
                return ReceiptVerdict.NotSigned;
            }

            said = ReceiptPredicate.Read(statement.Statement);
            return ReceiptVerdict.Verified;
        }
        catch (StatementFormatException)
        {
            // Signed, and no receipt.
            return ReceiptVerdict.NoReceipt;
        }
    }
}
