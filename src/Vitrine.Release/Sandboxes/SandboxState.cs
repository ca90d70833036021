using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Vitrine.Release;

/// <summary>What is known of a run while it runs; filled by the readers of its pipes.</summary>
internal sealed class SandboxState(Recipe recipe, ChildProcess child, IProgress<SandboxProgress>? progress)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, string> _versions = new(StringComparer.Ordinal);
    private readonly SortedSet<int> _missing = [];
    private SandboxOutcome? _stopped;
    private int? _firstProcess;
    private bool _started;
    private int? _unpacked;
    private int? _step;
    private int? _exitCode;
    private int _succeeded;
    private int? _packed;
    private int _peakTasks;
    private long _peakMemory;

    public ChildProcess Child => child;

    public BuildLog Log { get; } = new();

    /// <summary>The sandbox's first process, once bubblewrap has said it.</summary>
    public int? FirstProcess
    {
        get
        {
            lock (_gate)
            {
                return _firstProcess;
            }
        }
    }

    public void Note(int tasks, long memory)
    {
        _peakTasks = Math.Max(_peakTasks, tasks);
        _peakMemory = Math.Max(_peakMemory, memory);
    }

    /// <summary>Ends the run; the first reason stands.</summary>
    public void Stop(SandboxOutcome reason)
    {
        lock (_gate)
        {
            _stopped ??= reason;
        }

        child.Kill();
    }

    /// <summary>One line of <see cref="SandboxDriver"/>. A line that is none of its own was written by the build and says nothing.</summary>
    public void Report(string line)
    {
        var words = line.Split(' ', 3);
        var number = words.Length > 1 && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1;
        lock (_gate)
        {
            switch (words[0])
            {
                case SandboxDriver.Started:
                    _started = true;
                    progress?.Report(new SandboxProgress(SandboxStage.Unpacking, 0));
                    break;
                case SandboxDriver.Version when words.Length == 3 && _step is null:
                    _versions[words[1]] = ShownText.Line(words[2], 80);
                    break;
                case SandboxDriver.Unpacked:
                    _unpacked = number;
                    break;
                case SandboxDriver.Step when number == _succeeded && number < recipe.Steps.Length:
                    _step = number;
                    progress?.Report(new SandboxProgress(SandboxStage.Step, number));
                    break;
                case SandboxDriver.Done when number == _step && words.Length == 3:
                    Done(words[2]);
                    break;
                case SandboxDriver.Missing when number >= 0 && number < recipe.Outputs.Length:
                    _missing.Add(number);
                    break;
                case SandboxDriver.Packed:
                    _packed = number;
                    break;
            }
        }
    }

    /// <summary>A line of bubblewrap's own status: JSON objects, of which the first names the child. Later ones the build could have written.</summary>
    public void ReportBubblewrap(string line)
    {
        if (FirstProcess is not null)
        {
            return;
        }

        using var json = JsonDocument.Parse(line);
        if (json.RootElement.TryGetProperty("child-pid", out var process))
        {
            child.SetSecond(process.GetInt32());
            lock (_gate)
            {
                _firstProcess = process.GetInt32();
            }
        }
    }

    public SandboxRun Finish(ImmutableArray<ReadOnlyMemory<byte>> outputs, TimeSpan elapsed)
    {
        lock (_gate)
        {
            if (!_started && _stopped is null)
            {
                throw NotStarted(Log.Tail(3));
            }

            var outcome = Outcome(!outputs.IsEmpty);
            return new SandboxRun
            {
                Outcome = outcome,
                Step = outcome is SandboxOutcome.Completed or SandboxOutcome.OutputMissing or SandboxOutcome.OutputTooLarge ? null : _step,
                ExitCode = outcome == SandboxOutcome.StepFailed ? _exitCode : null,
                Missing = outcome == SandboxOutcome.OutputMissing ? [.. _missing.Select(index => recipe.Outputs[index])] : [],
                Outputs = outcome == SandboxOutcome.Completed ? outputs : [],
                Log = Log,
                Versions = _versions.ToImmutableSortedDictionary(StringComparer.Ordinal),
                Elapsed = elapsed,
                PeakMemory = _peakMemory,
                PeakTasks = _peakTasks,
            };
        }
    }

    private SandboxOutcome Outcome(bool hasOutputs)
    {
        if (_stopped is { } reason)
        {
            return reason;
        }

        if (_unpacked is > 0)
        {
            return SandboxOutcome.SourceNotUnpacked;
        }

        if (_exitCode is not null and not 0)
        {
            return SandboxOutcome.StepFailed;
        }

        if (_missing.Count > 0)
        {
            return SandboxOutcome.OutputMissing;
        }

        return _succeeded == recipe.Steps.Length && _packed == 0 && hasOutputs ? SandboxOutcome.Completed : SandboxOutcome.Killed;
    }

    private void Done(string code)
    {
        _exitCode = int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1;
        if (_exitCode == 0)
        {
            _succeeded++;
            if (_succeeded == recipe.Steps.Length)
            {
                progress?.Report(new SandboxProgress(SandboxStage.Packing, _succeeded));
            }
        }
    }

    private static SandboxException NotStarted(string words)
    {
        var forbidden = words.Contains("namespace", StringComparison.OrdinalIgnoreCase)
            || words.Contains("uid map", StringComparison.Ordinal)
            || words.Contains("Operation not permitted", StringComparison.Ordinal)
            || words.Contains("Permission denied", StringComparison.Ordinal);
        if (words.Contains("Unknown option", StringComparison.Ordinal))
        {
            return new SandboxException(SandboxFault.NoBubblewrap, $"The sandbox needs bubblewrap 0.8 or newer ({words}). Upgrade it: apt install bubblewrap");
        }

        return forbidden
            ? new SandboxException(SandboxFault.NamespacesForbidden, $"This machine forbids the namespaces that the sandbox is made of ({words}). {NamespaceAdvice.Here()}")
            : new SandboxException(SandboxFault.NotStarted, $"The sandbox did not start: {words}");
    }
}
