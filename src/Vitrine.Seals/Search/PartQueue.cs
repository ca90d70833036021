using System.Runtime.ExceptionServices;

namespace Vitrine.Seals;

/// <summary>Parts of a search, worked on by several threads and taken by one of them in their order. Who takes also works, so that a search of one part needs no other thread.</summary>
/// <param name="parts">The parts in their order; asked by one thread at a time.</param>
/// <param name="search">Searches a part; any thread.</param>
internal sealed class PartQueue(IEnumerator<(int From, int To)> parts, Func<int, int, FoundLines> search)
{
    // So many parts are at most begun and not yet taken.
    private static readonly int Window = 4 * Environment.ProcessorCount;

    private readonly object _gate = new();
    private readonly Queue<Part> _begun = new();
    private Task[] _helpers = [];
    private bool _hasMore = parts.MoveNext();
    private bool _isClosed;

    /// <summary>What was found in the next part; null if there are no more. By one thread.</summary>
    public FoundLines? Next()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_begun.TryPeek(out var first) && first.IsDone)
                {
                    _ = _begun.Dequeue();
                    Monitor.PulseAll(_gate);
                    first.Failure?.Throw();
                    return first.Found;
                }

                if (_begun.Count == 0 && !_hasMore)
                {
                    return null;
                }
            }

            if (!TryWork())
            {
                WaitWhile(() => !_begun.Peek().IsDone);
            }
            else if (_helpers.Length == 0 && _hasMore)
            {
                _helpers = [.. Enumerable.Range(1, Environment.ProcessorCount - 1).Select(_ => Task.Run(Help))];
            }
        }
    }

    /// <summary>Lets nobody begin another part, and waits for those who are at one.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }

        Task.WaitAll(_helpers);
    }

    private void Help()
    {
        while (_hasMore && !_isClosed)
        {
            if (!TryWork())
            {
                WaitWhile(() => _hasMore && !_isClosed && _begun.Count >= Window);
            }
        }
    }

    private void WaitWhile(Func<bool> condition)
    {
        lock (_gate)
        {
            while (condition())
            {
                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>Searches the part that comes next; false if there is none, or too many wait to be taken.</summary>
    private bool TryWork()
    {
        Part part;
        lock (_gate)
        {
            if (!_hasMore || _isClosed || _begun.Count >= Window)
            {
                return false;
            }

            part = new Part(parts.Current);
            _begun.Enqueue(part);
            FindMore();
        }

        try
        {
            part.Found = search(part.Range.From, part.Range.To);
        }
        catch (Exception failure)
        {
            // The one who takes it gets it.
            part.Failure = ExceptionDispatchInfo.Capture(failure);
        }

        lock (_gate)
        {
            part.IsDone = true;
            Monitor.PulseAll(_gate);
        }

        return true;
    }

    // A failure is what comes next, whoever finds it: it goes to the one who takes, behind what was found before it.
    private void FindMore()
    {
        try
        {
            _hasMore = parts.MoveNext();
        }
        catch (Exception failure)
        {
            _hasMore = false;
            _begun.Enqueue(new Part(default) { Failure = ExceptionDispatchInfo.Capture(failure), IsDone = true });
        }
    }

    private sealed class Part((int From, int To) range)
    {
        public (int From, int To) Range => range;

        public FoundLines? Found { get; set; }

        public ExceptionDispatchInfo? Failure { get; set; }

        public bool IsDone { get; set; }
    }
}
