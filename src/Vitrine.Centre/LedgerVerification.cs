using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>What verifying a ledger found.</summary>
/// <param name="Acts">Acts read and re-encoded.</param>
/// <param name="Root">The root computed from them.</param>
/// <param name="Anchors">Anchors in the public log that agree with the ledger.</param>
/// <param name="Problems">What does not hold; empty when all does.</param>
public sealed record LedgerVerification(ulong Acts, Digest Root, int Anchors, IReadOnlyList<string> Problems)
{
    /// <summary>Whether everything holds.</summary>
    public bool Holds => Problems.Count == 0;

    /// <summary>
    /// Reads every act, recomputes the tree, and holds it against the signed checkpoint, against every anchor that the public log carries,
    /// and against the places that acts say their statements have there. It needs no running server and changes nothing.
    /// </summary>
    /// <remarks>
    /// The public log is read whole too: an entry whose statement is not beside it is a problem, since it could be the anchor that
    /// convicts. Statements that wait to be published are none.
    /// </remarks>
    public static LedgerVerification Run(OpenCentre centre, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        try
        {
            // Beside a running server both grow. What acts before the first look say is published stands in the log that is read then,
            // and what that log anchors is in the ledger of the second look.
            var before = centre.LedgerCheckpoint();
            var log = PublicLog.Read(centre, problems, cancellationToken);
            return new LedgerReader(centre, before.Size, log, problems).Read(centre.LedgerCheckpoint(), cancellationToken);
        }
        catch (LogException error)
        {
            problems.Add(error.Message);
            return new LedgerVerification(0, Merkle.EmptyRoot, 0, problems);
        }
    }

    /// <summary>The acts, held against what the public log says of them.</summary>
    private sealed class LedgerReader(OpenCentre centre, TreeSize before, PublicLog log, List<string> problems)
    {
        private readonly MerkleTree _tree = new();

        // Where witnesses must cosign first, acts say places in the log that readers do not see yet; a log that was cut short, witnesses see.
        private readonly bool _witnessed = !centre.WitnessPolicy().Witnesses.IsEmpty;
        private int _agreed;

        public LedgerVerification Read(VerifiedCheckpoint checkpoint, CancellationToken cancellationToken)
        {
            CompareAnchors();
            foreach (var (index, entry) in new TileReader(centre.Paths.Ledger).ReadEntries(new LogIndex(0), checkpoint.Size))
            {
                cancellationToken.ThrowIfCancellationRequested();
                _tree.Append(entry);
                ReadAct(index, entry);
                CompareAnchors();
            }

            var root = _tree.Root();
            if (root != checkpoint.Root)
            {
                problems.Add($"The acts give the root {root}; the signed checkpoint of {checkpoint.Size} acts says {checkpoint.Root}.");
            }

            foreach (var anchor in log.Anchors.SelectMany(anchors => anchors).Where(anchor => anchor.Ledger.Size.Value > checkpoint.Size.Value))
            {
                problems.Add($"The public log anchors {anchor.Ledger.Size} acts and the ledger holds {checkpoint.Size}: acts are missing from its end.");
            }

            return new LedgerVerification(checkpoint.Size.Value, root, _agreed, problems);
        }

        private void ReadAct(LogIndex index, byte[] entry)
        {
            try
            {
                var act = centre.Codec.Decode(index, entry).Act;
                foreach (var document in act.Documents.Where(document => centre.Documents.TryRead(document) is null))
                {
                    problems.Add($"Act {index} rests on the document {document}, which is missing or altered.");
                }

                // One that is not found is told of elsewhere: as missing beside the log, or as not where an act says.
                if (act is KeyAct rotation && log.Find(rotation.Rotation) is { } said && rotation.FaultOf(said.Envelope, said.Signer, centre.Description.Origin) is { } fault)
                {
                    problems.Add($"Act {index} changes a key, and its statement {rotation.Rotation} {fault}.");
                }

                if (act is StatementPublished published
                    && (published.LogIndex < log.Size.Value || (index.Value < before.Value && !_witnessed))
                    && log.StatementAt(published.LogIndex) != published.Statement)
                {
                    problems.Add($"Act {index} says that the statement {published.Statement} stands at {published.LogIndex} of the public log, and it does not.");
                }
            }
            catch (LedgerFormatException error)
            {
                problems.Add(error.Message);
            }
        }

        private void CompareAnchors()
        {
            foreach (var anchor in log.Anchors[_tree.Size.Value])
            {
                if (anchor.Ledger.Root == _tree.Root())
                {
                    _agreed++;
                }
                else
                {
                    problems.Add(
                        $"The anchor of {UtcTime.Format(anchor.At)} says that the first {anchor.Ledger.Size} acts have the root {anchor.Ledger.Root}; they have {_tree.Root()}. The ledger was rewritten.");
                }
            }
        }
    }
}
