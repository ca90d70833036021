using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>One state of ledger and log that go together, found beside a running server.</summary>
/// <param name="Ledger">The ledger's checkpoint.</param>
/// <param name="Log">The public log's.</param>
internal sealed record BackupCut(VerifiedCheckpoint Ledger, VerifiedCheckpoint Log)
{
    private const int Rounds = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// The log's checkpoint is read before and after the ledger's, until it is the same both times. Then every anchor in the log is of acts that the
    /// ledger has, since it was made from them; and every act that says a place in the log came after that place was there. Where the log waits for
    /// witnesses, acts may say places beyond what it shows: it is waited for too.
    /// </summary>
    /// <exception cref="CentreFaultException">The log grows without a pause, or its witnesses do not cosign.</exception>
    public static async Task<BackupCut> FindAsync(OpenCentre centre, CancellationToken cancellationToken)
    {
        var log = centre.LogCheckpoint();
        for (var round = 0; round < Rounds; round++)
        {
            var ledger = centre.LedgerCheckpoint();
            ulong known;
            using (var views = centre.Snapshot())
            {
                known = CorePart.NextUnknownIndex(views).Value;
            }

            var after = centre.LogCheckpoint();
            if (after.Size == log.Size && known <= log.Size.Value)
            {
                return new BackupCut(ledger, after);
            }

            if (after.Size == log.Size)
            {
                await Task.Delay(Pause, centre.Time, cancellationToken);
            }

            log = after;
        }

        throw new CentreFaultException("The public log grows without a pause, or its witnesses do not cosign, so no state of it could be copied. Try again.");
    }
}
