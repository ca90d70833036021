using System.Text;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;

namespace Vitrine.Cli;

/// <summary>The customer's gate: it decides offline, by a policy file, and remembers what it has seen.</summary>
internal sealed class DemoGate(DemoFolder folder, DemoReport report, OpenCentre centre)
{
    private string State => folder.In("customer", "gate");

    /// <summary>What the customer asks for; rules may be added to it.</summary>
    public string Policy { get; } = folder.In("customer", "policy");

    public async Task<DemoVerdict> VerifyAsync(string file, string policy, CancellationToken cancellationToken)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        await Gate.GateCommand.RunAsync(["verify", file, "--policy", policy, "--state", State, "--json"], output, errors, TimeProvider.System, cancellationToken);
        return output.ToString() is { Length: > 0 } json
            ? DemoVerdict.Read(Encoding.UTF8.GetBytes(json))
            : throw new InvalidOperationException($"The gate gave no verdict: {errors.ToString().Trim()}");
    }

    public async Task<DemoVerdict> RefuseAsync(string label, string file, string policy, string reason, string what, CancellationToken cancellationToken)
    {
        var verdict = await VerifyAsync(file, policy, cancellationToken);
        report.Step(
            label,
            !verdict.Accepted && verdict.Reasons is [var first, ..] && first == reason,
            verdict.Accepted ? $"{what}: accepted, and should not have been" : $"{what}: refused, {string.Join(", ", verdict.Reasons.Distinct())}");
        return verdict;
    }

    /// <summary>The centre issues a status, and the gate takes it in; gives whether it did.</summary>
    public async Task<bool> RenewStatusAsync(CancellationToken cancellationToken)
    {
        var status = await StatusDesk.IssueAsync(centre, StatusDesk.DefaultValidity, Actor.Console, cancellationToken);
        var file = folder.In("customer", "status.sigstore.jsonl");
        DurableFile.Write(file, BundleFile.Encode([LoggedBundles.Of(centre, status, centre.LogCheckpoint())]));
        using var output = new StringWriter();
        using var errors = new StringWriter();
        return await Gate.GateCommand.RunAsync(["update", file, "--policy", Policy, "--state", State], output, errors, TimeProvider.System, cancellationToken) == 0;
    }
}
