namespace Vitrine.Proofs.Tests;

/// <summary>Every parser under the fuzzer; <c>./lab fuzz</c> goes on for 10⁷ inputs.</summary>
public sealed class FuzzTests
{
    public static TheoryData<string> Names => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Parser_UnderTheFuzzer_KeepsItsClaims(string name)
    {
        var fuzzer = new Fuzzer(FuzzTargets.All.Single(target => target.Name == name), seed: 20261122);
        fuzzer.Run(6_000);
        Assert.True(fuzzer.Inputs >= 5_500);

        // The loop finds its way: more than one outcome, and some that no seed has.
        Assert.True(fuzzer.Ways > 1);
    }
}
