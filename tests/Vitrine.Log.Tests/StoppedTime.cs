namespace Vitrine.Log.Tests;

/// <summary>A clock that stands still: a timer fires when the test says so.</summary>
internal sealed class StoppedTime : TimeProvider
{
    private readonly TaskCompletionSource<Action> _timer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _fired;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (_fired)
        {
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }

        _timer.TrySetResult(() => callback(state));
        return new Timer();
    }

    /// <summary>Waits until something waits for the clock, and lets it go; later timers fire at once.</summary>
    public async Task FireAsync()
    {
        var fire = await _timer.Task;
        _fired = true;
        fire();
    }

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
