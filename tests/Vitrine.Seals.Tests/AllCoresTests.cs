namespace Vitrine.Seals.Tests;

public sealed class AllCoresTests
{
    [Fact]
    public async Task Until_WorkThatTakesLong_LeavesThePoolToOthers()
    {
        using var done = new ManualResetEventSlim();
        using var begun = new CountdownEvent(Environment.ProcessorCount);
        var onPool = 0;
        var work = Task.Factory.StartNew(
            () => Parallel.For(0, Environment.ProcessorCount, AllCores.Until(CancellationToken.None), _ =>
            {
                Interlocked.Add(ref onPool, Thread.CurrentThread.IsThreadPoolThread ? 1 : 0);
                begun.Signal();
                done.Wait();
            }),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        await Task.Run(begun.Wait);
        done.Set();
        await work;

        Assert.Equal(0, onPool);
    }

    [Fact]
    public void Until_WorkThatIsCalledOff_Ends()
    {
        using var stop = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() => Parallel.For(0, 1_000_000, AllCores.Until(stop.Token), _ => stop.Cancel()));
    }
}
