using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>What two monitors of one log saw, held against each other without the log.</summary>
/// <param name="IsConsistent">Whether the smaller tree is the beginning of the larger.</param>
/// <param name="First">What the first saw.</param>
/// <param name="Second">What the second saw.</param>
/// <param name="DiffersAt">The first entry in which they differ; null where they do not.</param>
/// <param name="Evidence">The proof that the log showed them different trees; null where it did not.</param>
public sealed record MonitorComparison(bool IsConsistent, VerifiedCheckpoint First, VerifiedCheckpoint Second, LogIndex? DiffersAt, ForkEvidence? Evidence)
{
    /// <summary>Compares the states in two folders.</summary>
    /// <exception cref="LogMissingException">One is not there.</exception>
    /// <exception cref="LogCorruptException">One is damaged, of a log that the policy does not trust, or they are of two logs.</exception>
    public static MonitorComparison Of(string first, string second, LogPolicy policy)
    {
        using var one = MonitorState.Read(first);
        using var two = MonitorState.Read(second);
        var (a, b) = (one.Checkpoint(policy)!, two.Checkpoint(policy)!);
        if (a.Origin != b.Origin)
        {
            throw new LogCorruptException(second, $"this monitor follows {b.Origin}, and the other {a.Origin}: there is nothing to compare.");
        }

        var (smaller, larger, seen) = a.Size.Value <= b.Size.Value ? (a, b, two) : (b, a, one);
        var compared = seen.Compare(smaller, larger);
        return compared.Verdict == TreeVerdict.Continues
            ? new MonitorComparison(true, a, b, null, null)
            : new MonitorComparison(false, a, b, Difference(one.Tiles, two.Tiles, smaller.Size), compared.Evidence);
    }

    private static LogIndex? Difference(TileReader one, TileReader two, TreeSize size)
    {
        for (var place = 0UL; place * TilePath.FullWidth < size.Value; place++)
        {
            var path = TilePath.Hashes(0, place, TilePath.WidthAt(0, place, size));
            var (a, b) = (one.ReadHashes(path), two.ReadHashes(path));
            for (var i = 0; i < path.Width; i++)
            {
                if (a[i] != b[i])
                {
                    return new LogIndex((place * TilePath.FullWidth) + (ulong)i);
                }
            }
        }

        return null;
    }
}
