using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>Goes over a log's entries in order and holds bundles, tiles and root against each other.</summary>
/// <remarks>
/// Every entry's hash is compared with the leaf tile that is served, every new tile of every level with what the entries give. A few bundles are
/// fetched ahead; nothing else is kept in memory.
/// </remarks>
internal sealed class LogWalk(ILogSource source)
{
    private const int Ahead = 4;

    /// <summary>Takes the entries from the edge's size on; gives what is wrong, or null when everything up to there agrees.</summary>
    /// <param name="edge">Where to begin; afterwards the edge of the tree that the entries give.</param>
    /// <param name="to">Where to end.</param>
    /// <param name="keep">Gets each full tile, as computed.</param>
    /// <param name="passed">Told how many entries are done.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="LogSourceException">Something cannot be had.</exception>
    public async Task<string?> WalkAsync(HashEdge edge, TreeSize to, Action<TilePath, byte[]> keep, IProgress<ulong>? passed, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ahead = new Queue<Task<(byte[] Bundle, byte[] Tile)>>();
        try
        {
            var next = edge.Size.Value / TilePath.FullWidth;
            var end = (to.Value + TilePath.FullWidth - 1) / TilePath.FullWidth;
            for (var place = next; place < end; place++)
            {
                for (; next < end && ahead.Count < Ahead; next++)
                {
                    ahead.Enqueue(FetchAsync(next, TilePath.WidthAt(0, next, to), ending.Token));
                }

                var (bundle, tile) = await ahead.Dequeue().ConfigureAwait(false);
                if (await TakeAsync(edge, place, TilePath.WidthAt(0, place, to), bundle, tile, keep, cancellationToken).ConfigureAwait(false) is { } wrong)
                {
                    return wrong;
                }

                passed?.Report(edge.Size.Value);
            }

            foreach (var (path, bytes) in edge.Partials())
            {
                if (path.Level > 0 && await DiffersAsync(path, bytes, cancellationToken).ConfigureAwait(false) is { } wrong)
                {
                    return wrong;
                }
            }

            return null;
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await ((Task)Task.WhenAll(ahead)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // What was fetched for nothing is no fault.
        }
    }

    private async Task<(byte[] Bundle, byte[] Tile)> FetchAsync(ulong place, int width, CancellationToken cancellationToken)
    {
        var bundle = source.TileAsync(TilePath.Entries(place, width), cancellationToken);
        var tile = source.TileAsync(TilePath.Hashes(0, place, width), cancellationToken);
        return (await bundle.ConfigureAwait(false), await tile.ConfigureAwait(false));
    }

    private async Task<string?> TakeAsync(HashEdge edge, ulong place, int width, byte[] bundle, byte[] tile, Action<TilePath, byte[]> keep, CancellationToken cancellationToken)
    {
        if (!EntryBundle.TryParse(bundle, width, out var entries))
        {
            return $"{TilePath.Entries(place, width)} does not hold exactly {width} entries.";
        }

        for (var i = 0; i < width; i++)
        {
            var index = (place * TilePath.FullWidth) + (ulong)i;
            var leaf = Merkle.LeafHash(entries[i].Span);
            if (!tile.AsSpan(i * Digest.Size, Digest.Size).SequenceEqual(leaf.ToArray()))
            {
                return $"Entry {index} is not the one whose hash stands in {TilePath.Hashes(0, place, width)}.";
            }

            // What was seen before is compared and not taken again; whether a difference is a fork, the roots will tell.
            if (index < edge.Size.Value)
            {
                continue;
            }

            foreach (var (path, bytes) in edge.Append(leaf))
            {
                if (path.Level > 0 && await DiffersAsync(path, bytes, cancellationToken).ConfigureAwait(false) is { } wrong)
                {
                    return wrong;
                }

                keep(path, bytes);
            }
        }

        return null;
    }

    private async Task<string?> DiffersAsync(TilePath path, byte[] bytes, CancellationToken cancellationToken) =>
        (await source.TileAsync(path, cancellationToken).ConfigureAwait(false)).AsSpan().SequenceEqual(bytes) ? null : $"{path} is not what the entries below it give.";
}
