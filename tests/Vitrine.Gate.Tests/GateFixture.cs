using Vitrine.Proofs;
using Vitrine.Proofs.Tests;

namespace Vitrine.Gate.Tests;

/// <summary>A folder with a file, its bundle and a policy, and the gate's command over it.</summary>
internal sealed class GateFixture : IDisposable
{
    internal GateFixture()
    {
        Chain.Trust().AddAll();
        Write();
    }

    internal GateChain Chain { get; } = new();

    internal string Folder { get; } = Directory.CreateTempSubdirectory("vitrine-gate-").FullName;

    internal string Artifact => Path.Combine(Folder, "guard.dll");

    internal string Policy => Path.Combine(Folder, "guard.policy");

    internal string State => Path.Combine(Folder, "state");

    /// <summary>Writes file, bundle and policy as the chain has them now.</summary>
    internal void Write(byte[]? bundle = null)
    {
        File.WriteAllBytes(Artifact, Chain.Artifact);
        File.WriteAllBytes(Artifact + BundleFile.Extension, bundle ?? Chain.Bundle());
        File.WriteAllText(Policy, Chain.PolicyText);
    }

    internal async Task<(int Code, string Out, string Error)> RunAsync(params string[] args)
    {
        using var stdout = new StringWriter();
        using var stderr = new StringWriter();
        var code = await GateCommand.RunAsync(args, stdout, stderr, new Clock(Chain.Clock), CancellationToken.None);
        return (code, stdout.ToString(), stderr.ToString());
    }

    internal Task<(int Code, string Out, string Error)> VerifyAsync(params string[] more) => RunAsync(["verify", Artifact, "--policy", Policy, .. more]);

    public void Dispose()
    {
        Chain.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
