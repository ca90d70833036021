using System.Collections.Immutable;

namespace Vitrine.Release;

/// <summary>How a run in the sandbox ended.</summary>
public enum SandboxOutcome
{
    /// <summary>Every step succeeded and every output is there.</summary>
    Completed,

    /// <summary>A step ended with another code than 0.</summary>
    StepFailed,

    /// <summary>A step succeeded, but an output is not a regular file in the tree.</summary>
    OutputMissing,

    /// <summary>The source does not fit into the build's file system.</summary>
    SourceNotUnpacked,

    /// <summary>Stopped at the limit of time.</summary>
    OutOfTime,

    /// <summary>Stopped at the limit of memory.</summary>
    OutOfMemory,

    /// <summary>Stopped at the limit of processes and threads.</summary>
    TooManyTasks,

    /// <summary>The outputs are larger than their limit.</summary>
    OutputTooLarge,

    /// <summary>Something killed the build, or it tore its own sandbox down.</summary>
    Killed,
}

/// <summary>Where a run is.</summary>
public enum SandboxStage
{
    /// <summary>The sandbox stands; the source goes in.</summary>
    Unpacking,

    /// <summary>A step runs.</summary>
    Step,

    /// <summary>The outputs come out.</summary>
    Packing,
}

/// <summary>A run's progress.</summary>
/// <param name="Stage">What happens now.</param>
/// <param name="Step">The step's index, where a step runs.</param>
public readonly record struct SandboxProgress(SandboxStage Stage, int Step);

/// <summary>What came of one run of a recipe.</summary>
public sealed record SandboxRun
{
    /// <summary>How it ended.</summary>
    public required SandboxOutcome Outcome { get; init; }

    /// <summary>The step that failed or was running when the run was stopped; null where none was.</summary>
    public required int? Step { get; init; }

    /// <summary>The failed step's exit code.</summary>
    public required int? ExitCode { get; init; }

    /// <summary>The outputs that are missing.</summary>
    public required ImmutableArray<RecipeOutput> Missing { get; init; }

    /// <summary>The outputs, in the recipe's order; empty unless the run completed.</summary>
    public required ImmutableArray<ReadOnlyMemory<byte>> Outputs { get; init; }

    /// <summary>What was printed.</summary>
    public required BuildLog Log { get; init; }

    /// <summary>What the tools said of their versions, by tool.</summary>
    public required ImmutableSortedDictionary<string, string> Versions { get; init; }

    /// <summary>Wall-clock time of the whole run.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The most anonymous memory seen at once, in bytes; sampled.</summary>
    public required long PeakMemory { get; init; }

    /// <summary>The most processes and threads seen at once; sampled.</summary>
    public required int PeakTasks { get; init; }
}
