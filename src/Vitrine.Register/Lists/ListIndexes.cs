using Microsoft.Data.Sqlite;
using Vitrine.Proofs;

namespace Vitrine.Register;

/// <summary>The indexes that this process has read, the last used of them within a bound of names. A version never changes, so neither does its index.</summary>
internal static class ListIndexes
{
    // About 250 bytes a name.
    private const int MostNames = 1_500_000;

    private static readonly Lock Gate = new();
    private static readonly LinkedList<(Key Key, Lazy<ListIndex> Index)> Used = [];

    /// <summary>The index of a version; read on first use, by one thread.</summary>
    public static ListIndex Of(ListVersion version, SqliteConnection views)
    {
        var key = new Key(views.DataSource, version.Row, version.List, version.Date, version.Document);
        Lazy<ListIndex> index;
        lock (Gate)
        {
            var node = Used.First;
            while (node is not null && node.Value.Key != key)
            {
                node = node.Next;
            }

            if (node is null)
            {
                node = new LinkedListNode<(Key, Lazy<ListIndex>)>((key, new Lazy<ListIndex>(() => ListIndex.Load(version.Row, views))));
            }
            else
            {
                Used.Remove(node);
            }

            Used.AddFirst(node);
            index = node.Value.Index;
        }

        try
        {
            var read = index.Value;
            Trim();
            return read;
        }
        catch
        {
            // A lazy value keeps its fault; the next question reads again.
            Forget(index);
            throw;
        }
    }

    private static void Forget(Lazy<ListIndex> index)
    {
        lock (Gate)
        {
            for (var node = Used.First; node is not null; node = node.Next)
            {
                if (node.Value.Index == index)
                {
                    Used.Remove(node);
                    return;
                }
            }
        }
    }

    /// <summary>Lets go of what was used longest ago; what is being read is not counted yet.</summary>
    private static void Trim()
    {
        lock (Gate)
        {
            var names = 0L;
            for (var node = Used.First; node is not null;)
            {
                var next = node.Next;
                names += node.Value.Index.IsValueCreated ? node.Value.Index.Value.Names : 0;
                if (names > MostNames && node != Used.First)
                {
                    Used.Remove(node);
                }

                node = next;
            }
        }
    }

    /// <summary>The document and the day make the content; the file and the row tell one centre's rows from another's.</summary>
    private sealed record Key(string Views, long Row, string List, DateOnly Date, Digest Document);
}
