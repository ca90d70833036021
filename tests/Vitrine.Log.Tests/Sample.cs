using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Log.Tests;

/// <summary>A key and entries for tests.</summary>
internal static class Sample
{
    public static NoteSigner Signer { get; } = NoteSigner.FromSeed("vitrine.example/test-log", Enumerable.Range(1, 32).Select(i => (byte)i).ToArray());

    public static LogOptions Options(string folder) => new() { Folder = folder, Signer = Signer, JournalBytes = 64 * 1024 };

    public static ReadOnlyMemory<byte> Entry(ulong i) => Encoding.UTF8.GetBytes($"entry {i} {new string('x', (int)(i % 50))}");

    public static ReadOnlyMemory<byte>[] Entries(ulong from, ulong to) => [.. Range(from, to).Select(Entry)];

    public static IEnumerable<ulong> Range(ulong from, ulong to)
    {
        for (var i = from; i < to; i++)
        {
            yield return i;
        }
    }

    public static MerkleTree Tree(ulong size)
    {
        var tree = new MerkleTree();
        foreach (var i in Range(0, size))
        {
            tree.Append(Entry(i).Span);
        }

        return tree;
    }

    /// <summary>A log of the entries 0 to <paramref name="size"/>, appended in batches of <paramref name="step"/>.</summary>
    public static async Task<TileLog> MakeAsync(string folder, ulong size, ulong step)
    {
        await TileLog.CreateAsync(Options(folder), CancellationToken.None);
        var log = await TileLog.OpenAsync(Options(folder), TimeProvider.System, CancellationToken.None);
        for (var from = 0UL; from < size; from += step)
        {
            await log.AppendAsync(Entries(from, Math.Min(size, from + step)), CancellationToken.None);
        }

        return log;
    }
}
