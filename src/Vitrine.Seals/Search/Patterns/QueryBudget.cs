namespace Vitrine.Seals;

/// <summary>Ends a search when its time is used up, or nobody wants more of it. Used from many threads.</summary>
internal sealed class QueryBudget(TimeProvider time, TimeSpan budget, CancellationToken stop)
{
    private readonly long _started = time.GetTimestamp();

    /// <summary>How long the search has run.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    /// <exception cref="OperationCanceledException">It must end.</exception>
    public void Check()
    {
        if (stop.IsCancellationRequested || Elapsed > budget)
        {
            throw new OperationCanceledException(stop);
        }
    }
}
