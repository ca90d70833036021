using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>The right-hand edge of a tree of hash tiles: for every level the hashes of the tile that is not full yet.</summary>
internal sealed class HashEdge
{
    private readonly List<List<Digest>> _levels = [[]];
    private readonly MerkleFrontier _frontier = new();

    public TreeSize Size { get; private set; }

    /// <summary>The hash of the leaf at an index, if its tile is not full.</summary>
    public Digest? Leaf(ulong index)
    {
        var first = Size.Value - (ulong)_levels[0].Count;
        return index >= first && index < Size.Value ? _levels[0][(int)(index - first)] : null;
    }

    /// <summary>The edge of a tree whose tiles can be read.</summary>
    public static HashEdge Load(TreeSize size, Func<TilePath, ReadOnlyMemory<byte>> read)
    {
        var edge = new HashEdge { Size = size };
        var paths = PartialPaths(size).Reverse().ToList();
        if (paths.Count > 0)
        {
            edge._levels.AddRange(Enumerable.Range(0, paths[0].Level).Select(static _ => new List<Digest>()));
        }

        foreach (var path in paths)
        {
            var bytes = read(path).Span;
            for (var i = 0; i < path.Width; i++)
            {
                var hash = Digest.FromBytes(bytes.Slice(i * Digest.Size, Digest.Size));
                edge._levels[path.Level].Add(hash);
                edge._frontier.AppendSubtree(8 * path.Level, hash);
            }
        }

        return edge;
    }

    /// <summary>The partial tiles of a tree, lowest level first.</summary>
    public static IEnumerable<TilePath> PartialPaths(TreeSize size)
    {
        for (var (level, hashes) = (0, size.Value); hashes > 0; level++, hashes /= TilePath.FullWidth)
        {
            if (hashes % TilePath.FullWidth is var width and > 0)
            {
                yield return TilePath.Hashes(level, hashes / TilePath.FullWidth, (int)width);
            }
        }
    }

    /// <summary>Takes one more leaf; gives each tile that it filled, lowest level first.</summary>
    public IEnumerable<(TilePath Path, byte[] Bytes)> Append(Digest leaf)
    {
        var tile = Size.Value / TilePath.FullWidth;
        Size = new TreeSize(Size.Value + 1);
        _frontier.Append(leaf);
        _levels[0].Add(leaf);
        List<(TilePath, byte[])> full = [];
        for (var level = 0; _levels[level].Count == TilePath.FullWidth; level++, tile /= TilePath.FullWidth)
        {
            full.Add((TilePath.Hashes(level, tile), Bytes(_levels[level])));
            if (level + 1 == _levels.Count)
            {
                _levels.Add([]);
            }

            _levels[level + 1].Add(Merkle.Root([.. _levels[level]]));
            _levels[level].Clear();
        }

        return full;
    }

    /// <summary>The partial tiles of the present size.</summary>
    public IEnumerable<(TilePath Path, byte[] Bytes)> Partials() => PartialPaths(Size).Select(path => (path, Bytes(_levels[path.Level])));

    public Digest Root() => _frontier.Root();

    private static byte[] Bytes(List<Digest> hashes)
    {
        var bytes = new byte[hashes.Count * Digest.Size];
        for (var i = 0; i < hashes.Count; i++)
        {
            hashes[i].CopyTo(bytes.AsSpan(i * Digest.Size));
        }

        return bytes;
    }
}
