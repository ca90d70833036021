using System.Collections.Immutable;
using Vitrine.Artifacts;
using Vitrine.Proofs;

namespace Vitrine.Release;

/// <summary>What came of a rebuild.</summary>
public sealed record RebuildResult
{
    /// <summary>The recipe that was followed.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>How the last run ended; nothing was compared unless it completed.</summary>
    public required SandboxOutcome Outcome { get; init; }

    /// <summary>Each run, in order: its log, its times, the failed step.</summary>
    public required ImmutableArray<SandboxRun> Runs { get; init; }

    /// <summary>One a shipped file; empty unless every run completed.</summary>
    public required ImmutableArray<RebuiltFile> Files { get; init; }

    /// <summary>What the build could use.</summary>
    public required Closure Closure { get; init; }

    /// <summary>When the first run began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When the comparison was done.</summary>
    public required DateTimeOffset Finished { get; init; }

    /// <summary>The worst verdict; null where nothing was compared.</summary>
    public ComparisonVerdict? Worst => Files.IsEmpty ? null : Files.Max(file => file.Comparison.Verdict);

    /// <summary>Why nothing was compared, in one sentence; null where something was.</summary>
    public string? Failure
    {
        get
        {
            var run = Runs[^1];
            var limits = Recipe.Limits;
            return Outcome switch
            {
                SandboxOutcome.Completed => null,
                SandboxOutcome.StepFailed => $"Step {run.Step + 1} ({Recipe.Steps[run.Step!.Value][0]}) ended with exit code {run.ExitCode}.",
                SandboxOutcome.OutputMissing => $"The build made no regular file {string.Join(", ", run.Missing.Select(output => output.Path))}.",
                SandboxOutcome.SourceNotUnpacked => $"The source does not fit into the recipe's limit of {limits.DiskMiB} MiB.",
                SandboxOutcome.OutOfTime => $"The build was stopped at the recipe's limit of {limits.Seconds} seconds.",
                SandboxOutcome.OutOfMemory => $"The build was stopped at the recipe's limit of {limits.MemoryMiB} MiB of memory.",
                SandboxOutcome.TooManyTasks => $"The build was stopped at the recipe's limit of {limits.Tasks} processes and threads.",
                SandboxOutcome.OutputTooLarge => $"The outputs are larger than the recipe's limit of {limits.OutputMiB} MiB.",
                SandboxOutcome.Killed => "The build was killed, by itself or by the machine (look for the kernel's out-of-memory killer).",
                _ => throw new InvalidOperationException($"Unknown outcome {Outcome}."),
            };
        }
    }
}

/// <summary>An output of the build and the shipped file that bears its name.</summary>
/// <param name="Name">The shipped name.</param>
/// <param name="Path">Where the build made it.</param>
/// <param name="Content">The rebuilt bytes, of the first run.</param>
/// <param name="Comparison">Side A is the shipped file, side B the rebuilt one.</param>
/// <param name="Noise">The first run against the second; null where there was one run.</param>
public sealed record RebuiltFile(string Name, string Path, ReadOnlyMemory<byte> Content, Comparison Comparison, Comparison? Noise)
{
    /// <summary>SHA-256 of the shipped file.</summary>
    public Digest Shipped => Comparison.DigestA;

    /// <summary>SHA-256 of the rebuilt file.</summary>
    public Digest Rebuilt => Comparison.DigestB;
}
