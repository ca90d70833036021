using System.Buffers;
using System.Runtime.InteropServices;
using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>The growing right edge of a log's tiles, in memory: at each level the hashes of the last tile, and the last bundle.</summary>
internal sealed class TileEdge
{
    private readonly List<List<Digest>> _levels = [[]];
    private readonly ArrayBufferWriter<byte> _bundle = new();
    private readonly MerkleFrontier _frontier = new();

    public TreeSize Size => _frontier.Size;

    public Digest Root() => _frontier.Root();

    /// <summary>Reads the edge of a tree whose tiles are on disk.</summary>
    /// <exception cref="LogCorruptException">They do not make the root.</exception>
    public static TileEdge Load(TileReader reader, string folder, TreeSize size, Digest root)
    {
        var edge = new TileEdge();
        var hashes = new List<List<Digest>>();
        for (var level = 0; level <= TilePath.MaxLevel && size.Value >> Math.Min(63, 8 * level) > 0 && 8 * level < 64; level++)
        {
            var count = size.Value >> (8 * level);
            var width = (int)(count % TilePath.FullWidth);
            hashes.Add(width == 0 ? [] : [.. reader.ReadHashes(TilePath.Hashes(level, count / TilePath.FullWidth, width))]);
        }

        for (var level = hashes.Count - 1; level >= 0; level--)
        {
            foreach (var hash in hashes[level])
            {
                edge._frontier.AppendSubtree(8 * level, hash);
            }
        }

        if (edge.Root() != root)
        {
            throw new LogCorruptException(folder, $"the tiles at size {size} do not make the root that the journal begins with.");
        }

        if (hashes.Count > 0)
        {
            edge._levels.Clear();
            edge._levels.AddRange(hashes);
        }

        foreach (var (index, entry) in reader.ReadEntries(new LogIndex(size.Value - (ulong)edge._levels[0].Count), size))
        {
            if (Merkle.LeafHash(entry) != edge._levels[0][(int)(index.Value % TilePath.FullWidth)])
            {
                throw new LogCorruptException(folder, $"entry {index} is not the one its tile has the hash of.");
            }

            edge.WriteEntry(entry);
        }

        return edge;
    }

    /// <summary>The leaf hash of an entry in the last tile, unless that is full.</summary>
    public bool TryLeafHash(ulong index, out Digest hash)
    {
        var first = Size.Value - (ulong)_levels[0].Count;
        hash = index >= first && index < Size.Value ? _levels[0][(int)(index - first)] : default;
        return index >= first;
    }

    /// <summary>Takes one more entry with its leaf hash; adds what it filled to <paramref name="full"/>.</summary>
    public void Append(ReadOnlySpan<byte> entry, Digest leaf, List<LogFile> full)
    {
        var tile = Size.Value / TilePath.FullWidth;
        _frontier.Append(leaf);
        WriteEntry(entry);
        _levels[0].Add(leaf);
        if (_levels[0].Count == TilePath.FullWidth)
        {
            full.Add(new LogFile(TilePath.Entries(tile), _bundle.WrittenSpan.ToArray()));
            _bundle.ResetWrittenCount();
        }

        for (var level = 0; _levels[level].Count == TilePath.FullWidth; level++, tile /= TilePath.FullWidth)
        {
            full.Add(new LogFile(TilePath.Hashes(level, tile), Bytes(_levels[level])));
            if (level + 1 == _levels.Count)
            {
                _levels.Add([]);
            }

            _levels[level + 1].Add(Merkle.Root(CollectionsMarshal.AsSpan(_levels[level])));
            _levels[level].Clear();
        }
    }

    /// <summary>The partial tiles of the present size, and the partial bundle, whose bytes hold until the next entry is taken.</summary>
    public IEnumerable<LogFile> Partials() => PartialPaths(Size)
        .Select(path => new LogFile(path, path.IsEntries ? _bundle.WrittenMemory : Bytes(_levels[path.Level])));

    /// <summary>Which partial tiles, and which bundle, a tree of <paramref name="size"/> has.</summary>
    public static IEnumerable<TilePath> PartialPaths(TreeSize size)
    {
        for (var level = 0; 8 * level < 64 && size.Value >> (8 * level) > 0; level++)
        {
            var count = size.Value >> (8 * level);
            var width = (int)(count % TilePath.FullWidth);
            if (width != 0)
            {
                yield return TilePath.Hashes(level, count / TilePath.FullWidth, width);
                if (level == 0)
                {
                    yield return TilePath.Entries(count / TilePath.FullWidth, width);
                }
            }
        }
    }

    private void WriteEntry(ReadOnlySpan<byte> entry) => _bundle.Advance(EntryBundle.WriteEntry(entry, _bundle.GetSpan(entry.Length + 2)));

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
