namespace Vitrine.Seals;

/// <summary>Ends a search when its time or memory is used up, or nobody wants more of it. Used from many threads.</summary>
internal sealed class QueryBudget(TimeProvider time, TimeSpan budget, long memory, CancellationToken stop)
{
    private readonly long _started = time.GetTimestamp();
    private long _taken;

    /// <summary>How long the search has run.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    /// <summary>Whether its memory was used up.</summary>
    public bool IsOutOfMemory { get; private set; }

    /// <exception cref="OperationCanceledException">It must end.</exception>
    public void Check()
    {
        if (stop.IsCancellationRequested || Elapsed > budget)
        {
            throw new OperationCanceledException(stop);
        }
    }

    /// <summary>Takes memory for what was found.</summary>
    /// <exception cref="OperationCanceledException">There is no more.</exception>
    public void Take(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) > memory)
        {
            IsOutOfMemory = true;
            throw new OperationCanceledException(stop);
        }
    }

    /// <summary>Gives it back.</summary>
    public void GiveBack(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
