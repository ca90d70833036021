using System.ComponentModel;
using System.Text;

namespace Vitrine.Release;

/// <summary>Runs a recipe where it can see its source, its tools and nothing else, and can change nothing but its own memory.</summary>
/// <remarks>
/// <para>bubblewrap (bwrap 0.8 or newer) with every namespace, no capabilities, a read-only root made of the recipe's tools, no network, and the
/// filter of <see cref="SeccompFilter"/>. The source goes in and the outputs come out through pipes; the build's files lie in memory (tmpfs), so
/// that nothing of the seal touches a disk, as long as swap is off or encrypted.</para>
/// <para>What a build can see of the machine: kernel version, processors and total memory (/proc), the files of its tools.
/// What bounds it: time, anonymous memory, tasks, file space, output size. What is not bounded: processor use within the time, and cache effects.</para>
/// </remarks>
public sealed class Sandbox
{
    private const int MaxStatusBytes = 64 * 1024;
    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(50);

    private readonly string _program;
    private readonly TimeProvider _time;

    private Sandbox(string program, TimeProvider time) => (_program, _time) = (program, time);

    /// <summary>Finds bubblewrap on this machine.</summary>
    /// <exception cref="SandboxException">It is not installed.</exception>
    public static Sandbox Open(SandboxOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var program = options.ProgramFolders.Select(folder => Path.Combine(folder, "bwrap")).FirstOrDefault(File.Exists)
            ?? throw new SandboxException(SandboxFault.NoBubblewrap, "The sandbox needs bubblewrap, which is not installed. Run: apt install bubblewrap");
        return new Sandbox(program, time);
    }

    /// <summary>Runs <paramref name="recipe"/> on <paramref name="source"/>.</summary>
    /// <exception cref="SandboxException">The sandbox did not start.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing of the build is left running.</exception>
    public async Task<SandboxRun> RunAsync(
        Recipe recipe, SandboxRoot root, BuildSource source, IProgress<SandboxProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(source);
        cancellation.ThrowIfCancellationRequested();
        var began = _time.GetTimestamp();
        using var user = SandboxUser.Take();
        using var pipes = new SandboxPipes();
        ChildProcess child;
        try
        {
            child = ChildProcess.Start(_program, BubblewrapArguments.For(recipe, root, user), ["PATH=/usr/bin", "LC_ALL=C"], pipes.Theirs);
        }
        catch (Win32Exception fault)
        {
            throw new SandboxException(SandboxFault.NotStarted, $"{_program} did not start: {fault.Message}");
        }

        using var ended = child;
        var state = new SandboxState(recipe, child, progress);
        pipes.ReleaseTheirs();
        await using (cancellation.Register(child.Kill))
        {
            var log = Background(() => ReadLog(pipes.Log, state.Log));
            var status = Background(() => ReadLines(pipes.Status, state.Report));
            var bubblewrap = Background(() => ReadLines(pipes.Bubblewrap, state.ReportBubblewrap));
            var outputs = Background(() => OutputArchive.Read(pipes.Outputs, recipe, () => state.Stop(SandboxOutcome.OutputTooLarge)));
            var input = Background(() => WriteInput(pipes, recipe, source, user, child, cancellation));
            var watch = WatchAsync(state, recipe.Limits);
            await child.Exit.ConfigureAwait(false);

            // Every process of the sandbox holds the log's pipe, so its end is theirs; a fault of the source is the caller's to know.
            await Task.WhenAll(log, status, bubblewrap, outputs, watch).ConfigureAwait(false);
            await input.ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            return state.Finish(await outputs.ConfigureAwait(false), _time.GetElapsedTime(began));
        }
    }

    private static Task Background(Action action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static Task<T> Background<T>(Func<T> action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void ReadLog(Stream pipe, BuildLog log)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = pipe.Read(buffer)) > 0)
        {
            log.Append(buffer.AsSpan(0, count));
        }
    }

    // What exceeds the bound is read and dropped, so that the writer does not hang.
    private static void ReadLines(Stream pipe, Action<string> report)
    {
        var line = new StringBuilder();
        var total = 0;
        var buffer = new byte[4096];
        int count;
        while ((count = pipe.Read(buffer)) > 0)
        {
            for (var i = 0; i < count && total < MaxStatusBytes; i++, total++)
            {
                if (buffer[i] == '\n')
                {
                    report(line.ToString());
                    line.Clear();
                }
                else
                {
                    line.Append((char)buffer[i]);
                }
            }
        }
    }

    private static void WriteInput(
        SandboxPipes pipes, Recipe recipe, BuildSource source, SandboxUser user, ChildProcess child, CancellationToken cancellation)
    {
        var complete = false;
        try
        {
            WriteAll(pipes.Filter, SeccompFilter.Build());
            WriteAll(pipes.Passwd, Encoding.UTF8.GetBytes(SandboxEnvironment.Passwd(user)));
            WriteAll(pipes.Group, Encoding.UTF8.GetBytes(SandboxEnvironment.Group(user)));
            using var stream = new BufferedStream(pipes.Source, 64 * 1024);
            source.WriteTar(stream, recipe.SourceDate, cancellation);
            complete = true;
        }
        catch (IOException fault) when (fault.HResult == Libc.BrokenPipe)
        {
            // The sandbox ended before it had read everything; why, its status says.
        }
        finally
        {
            // Half a source must not be built.
            if (!complete)
            {
                child.Kill();
            }
        }
    }

    private static void WriteAll(Stream pipe, ReadOnlySpan<byte> bytes)
    {
        using (pipe)
        {
            pipe.Write(bytes);
        }
    }

    private async Task WatchAsync(SandboxState state, RecipeLimits limits)
    {
        using var timer = new PeriodicTimer(WatchEvery, _time);
        var deadline = _time.GetTimestamp();
        while (!state.Child.Exit.IsCompleted)
        {
            var tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
            await Task.WhenAny(tick, state.Child.Exit).ConfigureAwait(false);
            if (_time.GetElapsedTime(deadline) > TimeSpan.FromSeconds(limits.Seconds))
            {
                state.Stop(SandboxOutcome.OutOfTime);
            }
            else if (state.FirstProcess is { } first)
            {
                var (tasks, memory) = ProcessWatch.Measure(first, limits.Tasks);
                state.Note(tasks, memory);
                if (memory > limits.MemoryBytes)
                {
                    state.Stop(SandboxOutcome.OutOfMemory);
                }
                else if (tasks > limits.Tasks)
                {
                    state.Stop(SandboxOutcome.TooManyTasks);
                }
            }
        }
    }
}
