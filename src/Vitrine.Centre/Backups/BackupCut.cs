using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>One state of ledger and log that go together, found beside a running server.</summary>
/// <param name="Ledger">The ledger's checkpoint.</param>
/// <param name="Log">The public log's.</param>
internal sealed record BackupCut(VerifiedCheckpoint Ledger, VerifiedCheckpoint Log)
{
    private const int Rounds = 1000;

    /// <summary>
    /// The log's checkpoint is read before and after the ledger's, until it is the same both times. Then every anchor in the log is of acts that the
    /// ledger has, since it was made from them; and every act that says a place in the log came after that place was there.
    /// </summary>
    /// <exception cref="CentreFaultException">The log grows without a pause.</exception>
    public static BackupCut Find(OpenCentre centre)
    {
        var log = centre.LogCheckpoint();
        for (var round = 0; round < Rounds; round++)
        {
            var ledger = centre.LedgerCheckpoint();
            var after = centre.LogCheckpoint();
            if (after.Size == log.Size)
            {
                return new BackupCut(ledger, after);
            }

            log = after;
        }

        throw new CentreFaultException("The public log grows without a pause, so no state of it could be copied. Try again.");
    }
}
