using Vitrine.Proofs;

namespace Vitrine.Gate;

/// <summary>The gate's commands; <c>vitrine verify</c> calls the same.</summary>
/// <remarks>Results go to the output, faults to the error output. Offline: files are all it reads. Docs: docs/design/gate.md.</remarks>
public static class GateCommand
{
    /// <summary>Exit code: accepted, or done.</summary>
    public const int Yes = 0;

    /// <summary>Exit code: refused.</summary>
    public const int No = 1;

    /// <summary>Exit code: a file, an argument, the policy or the state cannot be used. Nothing was decided.</summary>
    public const int BadInput = 2;

    /// <summary>Exit code: a fault of this program. Nothing was decided.</summary>
    public const int Fault = 3;

    /// <summary>Runs a command.</summary>
    /// <param name="args">The command and its arguments, without the program's name.</param>
    /// <param name="stdout">Takes the verdict.</param>
    /// <param name="stderr">Takes what is wrong with the input.</param>
    /// <param name="time">The clock to judge by.</param>
    /// <param name="cancellationToken">Stops the reading of the file; nothing is then decided.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter stdout, TextWriter stderr, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(stdout);
        ArgumentNullException.ThrowIfNull(stderr);
        ArgumentNullException.ThrowIfNull(time);
        try
        {
            var arguments = GateArguments.Read(args);
            switch (arguments.Command)
            {
                case GateVerb.Help:
                    await stdout.WriteAsync(GateArguments.Usage.AsMemory(), cancellationToken);
                    return Yes;
                case GateVerb.Version:
                    await stdout.WriteLineAsync($"vitrine-gate {typeof(GateCommand).Assembly.GetName().Version?.ToString(3)}".AsMemory(), cancellationToken);
                    return Yes;
                case GateVerb.Verify:
                    return await VerifyAsync(arguments, stdout, time, cancellationToken);
                default:
                    return await UpdateAsync(arguments, stdout, time, cancellationToken);
            }
        }
        catch (GateInputException e)
        {
            await stderr.WriteLineAsync($"vitrine-gate: {Printable.Of(e.Message)}".AsMemory(), cancellationToken);
            return BadInput;
        }
    }

    private static async Task<int> VerifyAsync(GateArguments arguments, TextWriter stdout, TimeProvider time, CancellationToken cancellationToken)
    {
        var policy = GateFiles.ReadPolicy(arguments.Policy!);
        GateFiles.Require(arguments.File!);
        var bundle = GateFiles.ReadBundle(arguments.Bundle ?? arguments.File! + BundleFile.Extension, arguments.File!);
        var artifact = await GateFiles.HashAsync(arguments.File!, cancellationToken);
        using var folder = arguments.State is { } state ? StateFolder.Open(state) : null;
        var verdict = GateDecision.Decide(artifact, bundle, policy, folder?.State ?? GateState.Empty, time.GetUtcNow());
        return await FinishAsync(verdict, folder, arguments, stdout, v => GateReport.Verify(v, artifact.Name), cancellationToken);
    }

    private static async Task<int> UpdateAsync(GateArguments arguments, TextWriter stdout, TimeProvider time, CancellationToken cancellationToken)
    {
        var policy = GateFiles.ReadPolicy(arguments.Policy!);
        var bundle = GateFiles.ReadBundle(arguments.File!, null);
        using var folder = StateFolder.Open(arguments.State!);
        var verdict = GateDecision.Update(bundle, policy, folder.State, time.GetUtcNow());
        return await FinishAsync(verdict, folder, arguments, stdout, v => GateReport.Update(v, arguments.File!), cancellationToken);
    }

    /// <summary>Remembers first and speaks then: a verdict that was given is never forgotten by a loss of power.</summary>
    private static async Task<int> FinishAsync(
        Verdict verdict, StateFolder? folder, GateArguments arguments, TextWriter stdout, Func<Verdict, string> report, CancellationToken cancellationToken)
    {
        folder?.Keep(verdict.State);
        var text = arguments.Json ? System.Text.Encoding.UTF8.GetString(verdict.ToJson()) + "\n" : report(verdict);
        await stdout.WriteAsync(text.AsMemory(), cancellationToken);
        await stdout.FlushAsync(cancellationToken);
        return verdict.Accepted ? Yes : No;
    }
}
