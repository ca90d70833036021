using Vitrine.Proofs;

namespace Vitrine.Cli;

/// <summary>Receipts in words.</summary>
internal static class ReceiptWords
{
    /// <summary>Why a receipt does not hold.</summary>
    public static string Sentence(ReceiptVerdict verdict) => verdict switch
    {
        ReceiptVerdict.OtherLog => "Its checkpoint is not signed with the key given: it is of another log, or the key is another.",
        ReceiptVerdict.BadCheckpoint => "A signature on its checkpoint is not that of the log or witness it names.",
        ReceiptVerdict.NotCosigned => "A witness whose key was given has not cosigned its checkpoint.",
        ReceiptVerdict.AnchorNotSigned => "Its anchor is not signed with the key that the log entry names.",
        ReceiptVerdict.AnchorNotLogged => "Its anchor does not stand in the log under its checkpoint.",
        ReceiptVerdict.NoAnchor => "What it has from the log is no anchor of a ledger.",
        ReceiptVerdict.NotSigned => "It is not signed with the key of the centre that anchored the ledger.",
        ReceiptVerdict.NoReceipt => "What the centre signed there is no receipt.",
        ReceiptVerdict.OtherLedger => "It speaks of another ledger, or another state of it, than its anchor.",
        ReceiptVerdict.ActNotInLedger => "The session's first or last act does not stand in the anchored ledger where it says.",
        ReceiptVerdict.OtherActs => "The session's acts there are not those that the receipt counts: looks were dropped, added or changed.",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };

    /// <summary>What a receipt says.</summary>
    public static void Show(VerifiedReceipt receipt)
    {
        var said = receipt.Said;
        var frames = said.Acts.Frames;
        Terminal.Fact("session", said.Session);
        Terminal.Fact("engagement", said.Engagement);
        Terminal.Fact("acts", $"{said.Acts.Count:N0}, from {said.Acts.First.Index} ({UtcTime.Format(said.Acts.First.At)}) to {said.Acts.Last.Index} ({UtcTime.Format(said.Acts.Last.At)}, {said.Acts.Last.Kind})");
        Terminal.Fact("frames", $"{frames.None:N0} without lines, {frames.UpTo50:N0} up to 50, {frames.UpTo200:N0} up to 200, {frames.UpTo1000:N0} up to 1,000, {frames.More:N0} of more");
        Terminal.Fact("ledger", $"{said.Ledger.Size} acts, root {said.Ledger.Root}");
        Terminal.Fact("signed by", receipt.Anchor.Verified.Key.KeyId);
        Terminal.Fact("issued", UtcTime.Format(said.Issued));
    }
}
