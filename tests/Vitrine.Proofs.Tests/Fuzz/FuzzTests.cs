namespace Vitrine.Proofs.Tests;

/// <summary>Every parser under the fuzzer; <c>./lab fuzz</c> goes on for 10⁷ inputs.</summary>
public sealed class FuzzTests
{
    public static TheoryData<string> Names => [.. FuzzTargets.All.Select(target => target.Name)];

    [Fact]
    public void Targets_OfEveryPublicParser_AreInTheList()
    {
        var parsers = FuzzTarget.ParsersOf(typeof(Note).Assembly).ToHashSet();
        Assert.Empty(parsers.Except(FuzzTargets.All.SelectMany(target => target.Of)).Select(type => type.Name));
        Assert.True(parsers.Count > 20);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parser_UnderTheFuzzer_KeepsItsClaims(string name) => Fuzzer.Check(FuzzTargets.All.Single(target => target.Name == name));
}
