using System.Runtime.Versioning;
using System.Text.Json;
using Vitrine.Proofs;

namespace Vitrine.Gate.Tests;

public sealed class StateTests : IDisposable
{
    private readonly GateFixture _gate = new();

    public void Dispose() => _gate.Dispose();

    [Fact]
    public async Task Verify_LaterReleaseThenEarlier_IsRollback()
    {
        var old = _gate.Chain.Bundle();
        Assert.Equal(0, (await _gate.VerifyAsync("--state", _gate.State)).Code);
        _gate.Chain.Remove(ReleasePredicate.Type);
        _gate.Chain.Release = _gate.Chain.Release with { Version = "1.5.0" };
        _gate.Chain.AddRelease();
        _gate.Write();
        Assert.Equal(0, (await _gate.VerifyAsync("--state", _gate.State)).Code);
        _gate.Write(old);
        var (code, text, _) = await _gate.VerifyAsync("--state", _gate.State);
        Assert.Equal(1, code);
        Assert.Contains("because    rollback\n", text, StringComparison.Ordinal);
        Assert.Equal(0, (await _gate.VerifyAsync()).Code); // Who does not remember does not notice.
    }

    [Fact]
    public async Task Update_RevokedRelease_IsRefusedFromThenOn()
    {
        Assert.Equal(0, (await _gate.VerifyAsync("--state", _gate.State)).Code);
        var release = _gate.Chain.Bundles().Single(b => Statement.Parse(b.Envelope.Payload.AsSpan()).PredicateType == ReleasePredicate.Type).Envelope.PayloadDigest;
        var status = Path.Combine(_gate.Folder, "status.jsonl");
        await File.WriteAllBytesAsync(status, Status(_gate.Chain.Status with { Number = 8, Revoked = [new Revocation(RevokedKind.Release, release, "a hole was found", _gate.Chain.Clock)] }));
        var (code, text, error) = await _gate.RunAsync("update", status, "--policy", _gate.Policy, "--state", _gate.State);
        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("held       status.jsonl\nstatus     8 of ", text, StringComparison.Ordinal);
        (code, text, _) = await _gate.VerifyAsync("--state", _gate.State);
        Assert.Equal(1, code);
        Assert.Contains("because    revoked\n", text, StringComparison.Ordinal);
        Assert.Contains("(held by this gate)", text, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(status, Status(_gate.Chain.Status with { Number = 6 }));
        (code, text, _) = await _gate.RunAsync("update", status, "--policy", _gate.Policy, "--state", _gate.State, "--json");
        Assert.Equal(1, code);
        using var verdict = JsonDocument.Parse(text);
        Assert.Equal("rollback", verdict.RootElement.GetProperty("reasons")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Verify_RefusedFile_LeavesTheAcceptedReleaseAlone()
    {
        Assert.Equal(0, (await _gate.VerifyAsync("--state", _gate.State)).Code);
        var before = await File.ReadAllBytesAsync(Path.Combine(_gate.State, "state.json"));
        await File.AppendAllTextAsync(_gate.Artifact, "!");
        Assert.Equal(1, (await _gate.VerifyAsync("--state", _gate.State)).Code);
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(_gate.State, "state.json")));
    }

    [Fact]
    public async Task Verify_DamagedState_DecidesNothing()
    {
        Assert.Equal(0, (await _gate.VerifyAsync("--state", _gate.State)).Code);
        var path = Path.Combine(_gate.State, "state.json");
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path))[..^1]);
        var (code, text, error) = await _gate.VerifyAsync("--state", _gate.State);
        Assert.Equal((2, ""), (code, text));
        Assert.Contains("is damaged", error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, "");
        Assert.Equal(2, (await _gate.VerifyAsync("--state", _gate.State)).Code);
    }

    [Fact]
    public async Task Verify_StateThatCannotBeWritten_DecidesNothing()
    {
        var (code, text, error) = await _gate.VerifyAsync("--state", _gate.Artifact);
        Assert.Equal((2, ""), (code, text));
        Assert.Contains("--state", error, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(_gate.State, "state.json.tmp"));
        (code, text, error) = await _gate.VerifyAsync("--state", _gate.State);
        Assert.Equal((2, ""), (code, text));
        Assert.Contains("nothing was decided", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_LeftOverOfALossOfPower_IsWrittenOver()
    {
        Directory.CreateDirectory(_gate.State);
        await File.WriteAllTextAsync(Path.Combine(_gate.State, "state.json.tmp"), "half a sta");
        Assert.Equal(0, (await _gate.VerifyAsync("--state", _gate.State)).Code);
        Assert.Equal(["lock", "state.json"], Directory.GetFiles(_gate.State).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Verify_ManyAtOnce_TakeTurns()
    {
        var codes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => (await _gate.VerifyAsync("--state", _gate.State)).Code)));
        Assert.All(codes, code => Assert.Equal(0, code));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task State_OnUnix_IsTheOwnersAlone()
    {
        Assert.Equal(0, (await _gate.VerifyAsync("--state", _gate.State)).Code);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_gate.State));
        Assert.All(Directory.GetFiles(_gate.State), f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(f)));
    }

    private byte[] Status(StatusPredicate status)
    {
        var (chain, envelope) = (_gate.Chain, Dsse.Sign(status.Of(), _gate.Chain.StatusSigner));
        var index = chain.Tree.Append(LogEntryBody.For(envelope, chain.StatusSigner.PublicKey));
        var checkpoint = chain.Checkpoint();
        return BundleFile.Encode([SigstoreBundle.Create(envelope, chain.StatusSigner.PublicKey, chain.Tree.ProveInclusion(index, checkpoint.Size), checkpoint)]);
    }
}
