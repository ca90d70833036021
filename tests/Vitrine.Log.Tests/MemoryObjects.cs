namespace Vitrine.Log.Tests;

/// <summary>How a step on objects, or on the row, fails.</summary>
public enum ObjectFault
{
    /// <summary>It is not done, and says so.</summary>
    Lost,

    /// <summary>It is done, and says that it is not.</summary>
    DoneButReportedFailed,

    /// <summary>It is done, the answer is lost, and it is repeated beneath the log, which hears of the second time.</summary>
    DoneAndRepeated,

    /// <summary>A put leaves half of an object, against what the store promises, and says that it failed.</summary>
    Torn,
}

/// <summary>Objects and a row in memory, which outlive the logs that are opened on them. Can fail at any step.</summary>
internal sealed class MemoryObjects
{
    private readonly Lock _gate = new();
    private HeadRow? _row;
    private long _taken;
    private object? _holder;
    private bool _dead;

    public Dictionary<string, StoredObject> Objects { get; } = new(StringComparer.Ordinal);

    public int Steps { get; private set; }

    public int FailAt { get; set; } = int.MaxValue;

    public ObjectFault Fault { get; set; }

    public string? Failed { get; private set; }

    /// <summary>Every content that the object checkpoint has had.</summary>
    public List<byte[]> Checkpoints { get; } = [];

    public ILogStorage Storage() => new ObjectStorage(new Store(this), new Heads(this), "s3://bucket/log");

    /// <summary>The row's access by one writer.</summary>
    public IHeadStore Head() => new Heads(this);

    /// <summary>The process has gone: its locks are free.</summary>
    public void Restart()
    {
        (_dead, _holder, FailAt) = (false, null, int.MaxValue);
    }

    // What is done when the step fails, and what the log is told if it hears of a repeated one.
    private T Step<T>(string what, Func<T> action, Action? torn = null)
    {
        lock (_gate)
        {
            if (_dead)
            {
                throw Failure(what);
            }

            if (Steps++ != FailAt)
            {
                return action();
            }

            Failed = what;
            switch (Fault)
            {
                case ObjectFault.DoneAndRepeated:
                    action();
                    return action();
                case ObjectFault.DoneButReportedFailed:
                    action();
                    break;
                case ObjectFault.Torn:
                    torn?.Invoke();
                    break;
                case ObjectFault.Lost:
                    break;
                default:
                    throw new InvalidOperationException();
            }

            // The log stops at the first failure; what it had under way beside it may be done or not.
            _dead = Steps % 2 == 0;
            throw Failure(what);
        }
    }

    private static LogFaultException Failure(string what) => new("reach", what, outcomeUnknown: false, new IOException("injected"));

    private sealed class Store(MemoryObjects world) : IObjectStore
    {
        public Task<StoredObject?> GetAsync(string key)
        {
            lock (world._gate)
            {
                return Task.FromResult(world.Objects.GetValueOrDefault(key));
            }
        }

        public Task<string?> TryPutAsync(string key, ReadOnlyMemory<byte> bytes, string? replaces) => Try(() => world.Step(
            $"put {key}",
            () =>
            {
                if (world.Objects.GetValueOrDefault(key)?.Version != replaces)
                {
                    return null;
                }

                world.Objects[key] = new StoredObject(bytes.ToArray(), $"\"{world.Steps}\"");
                if (key == LogFolder.Checkpoint)
                {
                    world.Checkpoints.Add(bytes.ToArray());
                }

                return world.Objects[key].Version;
            },
            () => world.Objects[key] = new StoredObject(bytes[..(bytes.Length / 2)].ToArray(), "\"torn\"")));

        public Task DeleteAsync(string key) => Try(() => world.Step($"delete {key}", () => world.Objects.Remove(key)));

        public Task<IReadOnlyList<string>> ListAsync(string prefix)
        {
            lock (world._gate)
            {
                return Task.FromResult<IReadOnlyList<string>>([.. world.Objects.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Select(key => key[prefix.Length..].Split('/')[0]).Distinct()]);
            }
        }

        public void Dispose()
        {
        }

        private static Task<T> Try<T>(Func<T> action)
        {
            try
            {
                return Task.FromResult(action());
            }
            catch (LogFaultException e)
            {
                return Task.FromException<T>(e);
            }
        }
    }

    private sealed class Heads(MemoryObjects world) : IHeadStore
    {
        private long _taken;

        public bool TryCreate(HeadRow row) => world.Step("create the row", () =>
        {
            var made = world._row is null;
            world._row ??= row;
            return made;
        });

        public HeadRow? Read() => world._row;

        public HeadRow? Take() => world.Step("take the row", () =>
        {
            if (world._holder is not null && world._holder != this)
            {
                throw new LogInUseException("s3://bucket/log");
            }

            world._holder = this;
            _taken = ++world._taken;
            return world._row;
        });

        public bool TrySwap(HeadRow expected, HeadRow next) => world.Step("swap the row", () =>
        {
            if (world._taken != _taken || world._row != expected)
            {
                return false;
            }

            world._row = next;
            return true;
        });

        public bool Holds(HeadRow row) => world._taken == _taken && world._row == row;

        public void Dispose()
        {
            if (world._holder == this)
            {
                world._holder = null;
            }
        }
    }
}
