using System.Text;
using System.Text.Json;
using Vitrine.Proofs;
using Vitrine.Proofs.Tests;

namespace Vitrine.Gate.Tests;

public sealed class VerifyTests : IDisposable
{
    private readonly GateFixture _gate = new();

    public void Dispose() => _gate.Dispose();

    [Fact]
    public async Task Verify_GoodFile_SaysAcceptedFirstAndTheAssumptionsLast()
    {
        var (code, text, error) = await _gate.VerifyAsync();
        Assert.Equal((0, ""), (code, error));
        var lines = text.Split('\n');
        Assert.Equal("accepted   guard.dll", lines[0]);
        Assert.Equal("release    Example Guard 1.4.2 (stable) by Example Vendor, 2026-11-19T12:00:00Z", lines[1]);
        Assert.StartsWith("log        log.example/vitrine, entry 6 of 8, root ", lines.Single(l => l.StartsWith("log", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.StartsWith("assuming   laboratory Example Laboratory read what it says", lines.Single(l => l.StartsWith("assuming", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.All(lines, l => Assert.False(l.EndsWith(' ')));
    }

    [Fact]
    public async Task Verify_Json_IsTheVerdictAndNothingElse()
    {
        var (code, text, _) = await _gate.VerifyAsync("--json");
        Assert.Equal(0, code);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        var verdict = CanonicalJson.ParseCanonical(Encoding.UTF8.GetBytes(text.TrimEnd('\n')));
        Assert.True(verdict.GetProperty("accepted").GetBoolean());
        Assert.Equal(0, verdict.GetProperty("reasons").GetArrayLength());
        Assert.Equal(7, verdict.GetProperty("assumptions").GetArrayLength());
        Assert.Equal("1.4.2", verdict.GetProperty("release").GetProperty("version").GetString());
        Assert.Equal("full", verdict.GetProperty("certificate").GetProperty("tier").GetString());
        Assert.Equal(8, verdict.GetProperty("log").GetProperty("size").GetInt32());
    }

    [Fact]
    public async Task Verify_TamperedFile_SaysWhyAndWhatWouldHelp()
    {
        await File.AppendAllTextAsync(_gate.Artifact, "!");
        var (code, text, error) = await _gate.VerifyAsync();
        Assert.Equal((1, ""), (code, error));
        Assert.StartsWith("refused    guard.dll\nbecause    artifact-tampered\n           The file guard.dll (SHA-256 ", text, StringComparison.Ordinal);
        Assert.Contains("           Fetch the file again from the vendor, and do not install this copy.\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("assuming", text, StringComparison.Ordinal);

        (code, text, _) = await _gate.VerifyAsync("--json");
        Assert.Equal(1, code);
        using var verdict = JsonDocument.Parse(text);
        Assert.Equal("artifact-tampered", verdict.RootElement.GetProperty("reasons")[0].GetProperty("code").GetString());
        Assert.NotEmpty(verdict.RootElement.GetProperty("reasons")[0].GetProperty("satisfy").GetString()!);
    }

    [Fact]
    public async Task Verify_TruncatedBundle_IsRefused()
    {
        _gate.Write(_gate.Chain.Bundle()[..^100]);
        var (code, text, _) = await _gate.VerifyAsync();
        Assert.Equal(1, code);
        Assert.Contains("bundle-malformed", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_BundleOverTheBound_IsRefusedWithoutReadingItWhole()
    {
        await using (var file = File.OpenWrite(_gate.Artifact + BundleFile.Extension))
        {
            file.SetLength(1L << 40); // Sparse.
        }

        var (code, text, _) = await _gate.VerifyAsync();
        Assert.Equal(1, code);
        Assert.Contains("bundle-malformed", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_BundleElsewhere_IsRead()
    {
        var elsewhere = Path.Combine(_gate.Folder, "b.jsonl");
        File.Move(_gate.Artifact + BundleFile.Extension, elsewhere);
        Assert.Equal(0, (await _gate.VerifyAsync("--bundle", elsewhere)).Code);
        var (code, text, error) = await _gate.VerifyAsync();
        Assert.Equal((2, ""), (code, text));
        Assert.Contains("guard.dll.sigstore.jsonl does not exist. Fetch the bundle", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_MistypedPolicy_SaysFileLineColumnAndTheRightWord()
    {
        await File.WriteAllTextAsync(_gate.Policy, _gate.Chain.PolicyText.Replace("rebuilder ", "rebiulder ", StringComparison.Ordinal));
        var (code, text, error) = await _gate.VerifyAsync();
        Assert.Equal((2, ""), (code, text));
        Assert.Equal($"vitrine-gate: The policy {_gate.Policy}, line 10, column 1: \"rebiulder\" is no rule of a policy. Did you mean \"rebuilder\"?\n", error);
    }

    [Fact]
    public async Task Verify_NoSuchFile_SaysWhich()
    {
        var missing = Path.Combine(_gate.Folder, "missing\u001b[2J.dll");
        var (code, text, error) = await _gate.RunAsync("verify", missing, "--policy", _gate.Policy);
        Assert.Equal((2, ""), (code, text));
        Assert.Contains("missing\ufffd[2J.dll does not exist.", error, StringComparison.Ordinal);
        Assert.Contains("is a folder", (await _gate.RunAsync("verify", _gate.Folder, "--policy", _gate.Policy)).Error, StringComparison.Ordinal);
        Assert.Equal(2, (await _gate.RunAsync("verify", _gate.Artifact, "--policy", missing)).Code);
        Assert.Equal(2, (await _gate.RunAsync("verify", _gate.Artifact, "--policy", _gate.Folder)).Code);
        Assert.Equal(2, (await _gate.RunAsync("verify", "/dev/zero", "--policy", _gate.Policy, "--bundle", _gate.Artifact + BundleFile.Extension)).Code);
    }

    [Theory]
    [InlineData("", "a command is missing")]
    [InlineData("verfy x", "\"verfy\" is no command")]
    [InlineData("verify", "FILE is missing")]
    [InlineData("verify x", "--policy is missing")]
    [InlineData("verify x --policy", "--policy needs a value")]
    [InlineData("verify x --policy=", "--policy needs a value")]
    [InlineData("verify x --policy p --policy p", "--policy is given twice")]
    [InlineData("verify x y --policy p", "\"y\" is one file too many")]
    [InlineData("verify x --polcy p", "--polcy is no option")]
    [InlineData("verify x --policy p --json=1", "--json takes no value")]
    [InlineData("verify x --policy p -- -y", "\"-y\" is one file too many")]
    [InlineData("update x --policy p", "--state is missing")]
    [InlineData("update x --policy p --state s --bundle b", "--bundle has no place in update")]
    public async Task Run_WrongArguments_SaysWhatIsWrong(string line, string says)
    {
        var (code, text, error) = await _gate.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((2, ""), (code, text));
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("verify --help")]
    [InlineData("help")]
    [InlineData("--version")]
    public async Task Run_HelpOrVersion_IsOnTheOutput(string line)
    {
        var (code, text, error) = await _gate.RunAsync(line.Split(' '));
        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("vitrine-gate", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_LargeFile_IsHashedInPieces()
    {
        var bytes = new byte[3_000_000];
        new Random(1).NextBytes(bytes);
        _gate.Chain.Artifact = bytes;
        _gate.Write();
        var (_, text, _) = await _gate.VerifyAsync("--json");
        Assert.Contains(Digest.Of(bytes).ToHex(), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_CancelledWhileReading_DecidesNothing() => await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
        GateCommand.RunAsync(["verify", _gate.Artifact, "--policy", _gate.Policy], TextWriter.Null, TextWriter.Null, TimeProvider.System, new CancellationToken(true)));

    [Fact]
    public async Task Verify_FileNameThatRewritesATerminal_IsShownSafely()
    {
        var name = Path.Combine(_gate.Folder, "guard\u001b]0;x\u0007\u202e.dll");
        File.Move(_gate.Artifact, name);
        var (code, text, _) = await _gate.RunAsync("verify", name, "--policy", _gate.Policy, "--bundle", _gate.Artifact + BundleFile.Extension);
        Assert.Equal(0, code);
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain('\u202e', text);
    }

    [Fact]
    public async Task Verify_OtherProductsBundle_IsOtherProduct()
    {
        using var other = new GateChain { Log = _gate.Chain.Log };
        other.Release = other.Release with { Product = "Other Product" };
        other.Vendor.Dispose();
        other.Vendor = SigningKey.FromPkcs8Pem(_gate.Chain.Vendor.ToPkcs8Pem());
        other.AddAll();
        _gate.Write(other.Bundle());
        var (code, text, _) = await _gate.VerifyAsync();
        Assert.Equal(1, code);
        Assert.Contains("wrong-key", text, StringComparison.Ordinal); // Its other signers are strangers here, and that is said too.
        Assert.Contains("because    other-product\n           The bundle is of the product \"Other Product\"", text, StringComparison.Ordinal);
    }
}
