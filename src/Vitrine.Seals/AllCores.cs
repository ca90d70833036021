using System.Collections.Concurrent;

namespace Vitrine.Seals;

/// <summary>
/// Long work on all cores, on threads of its own. On those of the pool it would keep a site from answering: what a request goes on with waits behind it, and the pool adds a thread only
/// every half second.
/// </summary>
internal sealed class AllCores : TaskScheduler
{
    private static readonly Lazy<AllCores> Threads = new(() => new AllCores());

    private readonly BlockingCollection<Task> _tasks = [];

    private AllCores()
    {
        for (var number = 0; number < Environment.ProcessorCount; number++)
        {
            new Thread(Work) { IsBackground = true, Name = "all cores" }.Start();
        }
    }

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => Environment.ProcessorCount;

    /// <summary>For <see cref="Parallel"/>: who calls works too, and waits.</summary>
    public static ParallelOptions Until(CancellationToken cancellation) => new() { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount, TaskScheduler = Threads.Value };

    /// <inheritdoc/>
    protected override void QueueTask(Task task) => _tasks.Add(task);

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => TryExecuteTask(task);

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => [.. _tasks];

    private void Work()
    {
        foreach (var task in _tasks.GetConsumingEnumerable())
        {
            _ = TryExecuteTask(task);
        }
    }
}
