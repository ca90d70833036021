using System.Collections.Immutable;
using Vitrine.Artifacts;

namespace Vitrine.Release;

/// <summary>Repeats a build in the sandbox and compares what comes out with what is shipped.</summary>
public sealed class Rebuilder
{
    private readonly SandboxOptions _options;
    private readonly TimeProvider _time;
    private readonly Sandbox _sandbox;

    private Rebuilder(SandboxOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _sandbox = Sandbox.Open(options, time);
    }

    /// <summary>A rebuilder on this machine.</summary>
    /// <exception cref="SandboxException">bubblewrap is not installed.</exception>
    public static Rebuilder Open(SandboxOptions options, TimeProvider time) => new(options, time);

    /// <summary>Builds, once or twice, and compares.</summary>
    /// <remarks>A build that fails is a result, not an exception; see <see cref="RebuildResult.Failure"/>.</remarks>
    /// <exception cref="SandboxException">The machine lacks something, or its tools changed meanwhile.</exception>
    /// <exception cref="ArgumentException">A shipped file is none of the recipe's outputs, or there is none.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing of the build is left running.</exception>
    public async Task<RebuildResult> RunAsync(RebuildRequest request, IProgress<RebuildProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckNames(request);
        var recipe = request.Recipe;
        var root = ToolResolver.Resolve(recipe, _options);
        var started = _time.GetUtcNow();
        progress?.Report(new RebuildProgress(RebuildStage.Closure, 1, 0));
        var closure = await Task.Run(() => ReadClosure(root, cancellation), cancellation).ConfigureAwait(false);

        var runs = ImmutableArray.CreateBuilder<SandboxRun>();
        for (var number = 1; number <= (request.Twice ? 2 : 1); number++)
        {
            var report = progress is null ? null : new RunProgress(progress, number);
            var run = await _sandbox.RunAsync(recipe, root, request.Source, report, cancellation).ConfigureAwait(false);
            runs.Add(run);
            if (run.Outcome != SandboxOutcome.Completed)
            {
                break;
            }
        }

        // What was hashed before must be what was used: nothing may have changed since.
        if ((await Task.Run(() => ReadClosure(root, cancellation), cancellation).ConfigureAwait(false)).Digest != closure.Digest)
        {
            throw new SandboxException(SandboxFault.ClosureChanged, "The tools changed while the build ran (an upgrade?); what was used is not known. Run the rebuild again.");
        }

        ImmutableArray<RebuiltFile> files = [];
        if (runs[^1].Outcome == SandboxOutcome.Completed)
        {
            progress?.Report(new RebuildProgress(RebuildStage.Comparing, runs.Count, 0));
            files = await Task.Run(() => Compare(request, [.. runs], cancellation), cancellation).ConfigureAwait(false);
        }

        return new RebuildResult
        {
            Recipe = recipe,
            Outcome = runs[^1].Outcome,
            Runs = runs.ToImmutable(),
            Files = files,
            Closure = closure,
            Started = started,
            Finished = _time.GetUtcNow(),
        };
    }

    private static void CheckNames(RebuildRequest request)
    {
        if (request.Shipped.IsDefaultOrEmpty || request.Shipped.DistinctBy(shipped => shipped.Name).Count() != request.Shipped.Length)
        {
            throw new ArgumentException("A rebuild is held against one or more shipped files with different names.", nameof(request));
        }

        foreach (var shipped in request.Shipped)
        {
            if (!request.Recipe.Outputs.Any(output => output.Name == shipped.Name))
            {
                throw new ArgumentException(
                    $"The recipe makes no \"{shipped.Name}\"; it makes {string.Join(", ", request.Recipe.Outputs.Select(output => output.Name))}.", nameof(request));
            }
        }
    }

    private Closure ReadClosure(SandboxRoot root, CancellationToken cancellation)
    {
        var cache = new ClosureCache(_options.CacheFolder, _time);
        var closure = new ClosureReader(cache, cancellation).Read(root);
        cache.Save();
        return closure;
    }

    private static ImmutableArray<RebuiltFile> Compare(RebuildRequest request, ImmutableArray<SandboxRun> runs, CancellationToken cancellation)
    {
        var files = ImmutableArray.CreateBuilder<RebuiltFile>();
        foreach (var shipped in request.Shipped)
        {
            var index = request.Recipe.Outputs.IndexOf(request.Recipe.Outputs.Single(output => output.Name == shipped.Name));
            var rebuilt = runs[0].Outputs[index];
            files.Add(new RebuiltFile(
                shipped.Name,
                request.Recipe.Outputs[index].Path,
                rebuilt,
                Comparer.Compare(shipped.Content, rebuilt, CompareLimits.Default, cancellation),
                runs.Length > 1 ? Comparer.Compare(rebuilt, runs[1].Outputs[index], CompareLimits.Default, cancellation) : null));
        }

        return files.ToImmutable();
    }

    private sealed class RunProgress(IProgress<RebuildProgress> whole, int run) : IProgress<SandboxProgress>
    {
        public void Report(SandboxProgress value) => whole.Report(new RebuildProgress(
            value.Stage switch
            {
                SandboxStage.Unpacking => RebuildStage.Unpacking,
                SandboxStage.Step => RebuildStage.Step,
                _ => RebuildStage.Packing,
            },
            run,
            value.Step));
    }
}
