using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Room;

/// <summary>Gives the receipt of a session: what its reviewer leaves with, and holds against the centre later (docs/formats/receipt.md).</summary>
public static class ReceiptDesk
{
    /// <summary>Anchors the ledger, and signs what it holds of the session so far, with the anchor's place in the public log.</summary>
    /// <exception cref="ActRefusedException">There is no such session.</exception>
    /// <exception cref="CentreFaultException">The anchor cannot be recorded or published.</exception>
    public static async Task<Receipt> IssueAsync(OpenCentre centre, string session, CancellationToken cancellationToken)
    {
        Session known;
        using (var views = centre.Snapshot())
        {
            known = Sessions.Find(session, views) ?? throw new ActRefusedException($"There is no session {session}.");
        }

        await centre.AnchorAsync(cancellationToken);
        Anchored anchor;
        LogIndex from;
        using (var views = centre.Snapshot())
        {
            anchor = Anchors.Newest(views) ?? throw new ActRefusedException("The ledger is not anchored yet.");
            from = Sessions.FirstOpened(known.Engagement, views);
        }

        await centre.PublishedAsync(anchor.Statement, cancellationToken);
        var bundle = LoggedBundles.Of(centre, anchor.Statement, centre.LogCheckpoint());
        var ledger = new TileReader(centre.Paths.Ledger);
        var head = new TreeHead(centre.Keys.Ledger.Name, anchor.Size, anchor.Root);
        var predicate = new ReceiptPredicate(session, known.Engagement, UtcTime.Whole(centre.Time.GetUtcNow()), head, anchor.Statement, Tally(ledger, session, from, anchor.Size));
        centre.SettleSigningKey();
        return Receipt.Create(Dsse.Sign(predicate.Of(), centre.Keys.Signing), bundle);
    }

    /// <summary>The session's acts as the ledger holds them, up to a size: what a laboratory hands out to be held against a receipt.</summary>
    /// <exception cref="ActRefusedException">There is no such session.</exception>
    public static IEnumerable<byte[]> Export(OpenCentre centre, string session, TreeSize size)
    {
        LogIndex from;
        using (var views = centre.Snapshot())
        {
            from = Sessions.FirstOpened((Sessions.Find(session, views) ?? throw new ActRefusedException($"There is no session {session}.")).Engagement, views);
        }

        var tally = new SessionTally(session);
        return new TileReader(centre.Paths.Ledger).ReadEntries(from, size).Where(entry => tally.Add(entry.Entry)).Select(entry => entry.Entry);
    }

    private static ReceiptedActs Tally(TileReader ledger, string session, LogIndex from, TreeSize size)
    {
        var tally = new SessionTally(session);
        foreach (var (_, entry) in ledger.ReadEntries(from, size))
        {
            tally.Add(entry);
        }

        return new ReceiptedActs(tally.Count, tally.Root, Proven(tally.First!), Proven(tally.Last!), tally.Frames);

        ReceiptedAct Proven(ReceiptedAct act) => act with { Path = ledger.ProveInclusion(act.Index, size).Path };
    }
}
