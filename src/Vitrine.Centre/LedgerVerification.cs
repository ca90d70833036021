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
    /// Reads every act, recomputes the tree, and holds it against the signed checkpoint and against every anchor that the public
    /// log carries. It needs no running server and changes nothing.
    /// </summary>
    public static LedgerVerification Run(OpenCentre centre, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var checkpoint = centre.LedgerCheckpoint();
        var anchors = ReadAnchors(centre, problems);
        var tree = new MerkleTree();
        var agreed = 0;
        var reader = new TileReader(centre.Paths.Ledger);
        var codec = centre.Codec;

        agreed += Compare(anchors, tree, problems);
        foreach (var (index, entry) in reader.ReadEntries(new LogIndex(0), checkpoint.Size))
        {
            cancellationToken.ThrowIfCancellationRequested();
            tree.Append(entry);
            try
            {
                codec.Decode(index, entry);
            }
            catch (LedgerFormatException error)
            {
                problems.Add(error.Message);
            }

            agreed += Compare(anchors, tree, problems);
        }

        if (tree.Root() != checkpoint.Root)
        {
            problems.Add($"The acts give the root {tree.Root()}; the signed checkpoint of {checkpoint.Size} acts says {checkpoint.Root}.");
        }

        foreach (var anchor in anchors.Values.SelectMany(list => list).Where(anchor => anchor.Ledger.Size.Value > checkpoint.Size.Value))
        {
            problems.Add($"The public log anchors {anchor.Ledger.Size} acts and the ledger holds {checkpoint.Size}: acts are missing from its end.");
        }

        return new LedgerVerification(checkpoint.Size.Value, tree.Root(), agreed, problems);
    }

    private static int Compare(Dictionary<ulong, List<AnchorPredicate>> anchors, MerkleTree tree, List<string> problems)
    {
        if (!anchors.TryGetValue(tree.Size.Value, out var here))
        {
            return 0;
        }

        var root = tree.Root();
        foreach (var anchor in here.Where(anchor => anchor.Ledger.Root != root))
        {
            problems.Add($"The anchor of {UtcTime.Format(anchor.At)} says that the first {anchor.Ledger.Size} acts have the root {anchor.Ledger.Root}; they have {root}. The ledger was rewritten.");
        }

        return here.Count(anchor => anchor.Ledger.Root == root);
    }

    private static Dictionary<ulong, List<AnchorPredicate>> ReadAnchors(OpenCentre centre, List<string> problems)
    {
        var anchors = new Dictionary<ulong, List<AnchorPredicate>>();
        var log = centre.LogCheckpoint();
        var reader = new TileReader(centre.Paths.Log);
        var tree = new MerkleTree();
        var entries = new HashSet<Digest>();
        foreach (var (_, entry) in reader.ReadEntries(new LogIndex(0), log.Size))
        {
            tree.Append(entry);
            entries.Add(Digest.Of(entry));
        }

        if (tree.Root() != log.Root)
        {
            problems.Add($"The public log's entries give the root {tree.Root()}; its signed checkpoint says {log.Root}.");
        }

        foreach (var file in Directory.EnumerateFiles(centre.Paths.Statements, "*.json").Order(StringComparer.Ordinal))
        {
            var envelope = DsseEnvelope.Parse(File.ReadAllBytes(file));
            if (!VerifiedStatement.TryOpen(envelope, centre.Keys.Signing.PublicKey, out var statement)
                || !entries.Contains(Digest.Of(LogEntryBody.For(envelope, centre.Keys.Signing.PublicKey)))
                || statement.Statement.PredicateType != AnchorPredicate.Type)
            {
                continue;
            }

            var anchor = AnchorPredicate.Parse(statement.Statement.Predicate);
            if (!anchors.TryGetValue(anchor.Ledger.Size.Value, out var list))
            {
                anchors[anchor.Ledger.Size.Value] = list = [];
            }

            list.Add(anchor);
        }

        return anchors;
    }
}
