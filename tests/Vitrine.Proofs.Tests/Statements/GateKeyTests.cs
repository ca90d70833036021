using System.Text;

namespace Vitrine.Proofs.Tests;

/// <summary>What a gate does while keys change: the old one counts for what it signed before its end, and for nothing after.</summary>
public sealed class GateKeyTests : IDisposable
{
    private readonly GateChain _chain = new();
    private readonly SigningKey _next = SigningKey.Generate();

    public void Dispose()
    {
        _chain.Dispose();
        _next.Dispose();
    }

    [Theory]
    [InlineData("vendor")]
    [InlineData("laboratory")]
    [InlineData("rebuilder")]
    [InlineData("status")]
    public void Decide_OldStatementsOfAKeyThatEnded_AreAccepted(string role)
    {
        _chain.Trust().AddAll();
        var end = Rotate(role);
        Assert.True(Ends(role, end).Decide().Accepted);
        Assert.Equal(GateReason.KeyEnded, Ends(role, 3).Decide().Reasons[0].Code);
    }

    [Fact]
    public void Decide_NewStatementOfALeakedOldKey_IsRefused()
    {
        _chain.Trust();
        _chain.AddCertificate();
        _chain.AddRebuild();
        var end = Rotate("vendor");
        _chain.AddRelease();
        _chain.AddStatus();

        Assert.True(_chain.Decide().Accepted);
        var verdict = Ends("vendor", end).Decide();
        Assert.Equal(GateReason.KeyEnded, verdict.Reasons[0].Code);
        Assert.Contains($"ended at {end}", verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_NewStatementOfTheNewKey_IsAcceptedWithBothLines()
    {
        _chain.Trust();
        _chain.AddCertificate();
        _chain.AddRebuild();
        var end = Rotate("vendor");
        var old = _chain.Vendor;
        _chain.Add(_chain.ReleaseStatement, _next);
        _chain.AddStatus();

        Assert.Equal(GateReason.WrongKey, _chain.Decide().Reasons[0].Code);
        Ends("vendor", end);
        _chain.PolicyText += $"vendor {_next.PublicKey.ToBase64()}\n";
        Assert.True(_chain.Decide().Accepted);
        Assert.Equal(end, _chain.Policy.Ends[old.PublicKey].Value);
        Assert.False(_chain.Policy.Ends.ContainsKey(_next.PublicKey));
    }

    [Theory]
    [InlineData("untill 5", "untill", "until")]
    [InlineData("until", "", null)]
    [InlineData("until -1", "-1", null)]
    [InlineData("until five", "five", null)]
    [InlineData("until 18446744073709551615", "18446744073709551615", null)]
    [InlineData("until 5 6", "6", null)]
    public void Parse_EndThatIsNone_IsRefused(string end, string word, string? hint)
    {
        _chain.Trust();
        var key = _chain.Vendor.PublicKey.ToBase64();
        var fault = Assert.Throws<PolicyFormatException>(() => Policy.Parse(Encoding.UTF8.GetBytes(_chain.PolicyText.Replace($"vendor       {key}", $"vendor       {key} {end}", StringComparison.Ordinal))));
        Assert.Equal((word, hint), (fault.Word, fault.Hint));
    }

    [Fact]
    public void Parse_OneKeyWithTwoEnds_IsRefused()
    {
        _chain.Trust();
        var key = _chain.StatusSigner.PublicKey.ToBase64();
        Assert.Throws<PolicyFormatException>(() => Policy.Parse(Encoding.UTF8.GetBytes(_chain.PolicyText + $"rebuilder {key} until 7\n")));
        Assert.NotNull(Policy.Parse(Encoding.UTF8.GetBytes(_chain.PolicyText + $"rebuilder {key}\n")));
    }

    private ulong Rotate(string role)
    {
        var old = KeyOf(role);
        return _chain.Add(new RotationPredicate(RotatedKey.Party, role, old.PublicKey.KeyId, _next.PublicKey, GateChain.Noon).Of(), old, bundled: false).Value;
    }

    private GateChain Ends(string role, ulong end)
    {
        var key = KeyOf(role).PublicKey.ToBase64();
        var lines = _chain.PolicyText.Split('\n').Select(line => line.StartsWith(role + " ", StringComparison.Ordinal) && line.Contains(key, StringComparison.Ordinal) ? $"{role} {key} until {end}" : line);
        _chain.PolicyText = string.Join('\n', lines);
        return _chain;
    }

    private SigningKey KeyOf(string role) => role switch
    {
        "vendor" => _chain.Vendor,
        "laboratory" => _chain.LaboratoryKey,
        "rebuilder" => _chain.Rebuilder,
        _ => _chain.StatusSigner,
    };
}
