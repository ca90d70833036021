using Vitrine.Proofs.Tests;

namespace Vitrine.Centre.Tests;

/// <summary>Centre's parsers under the fuzzer; <c>./lab fuzz</c> goes on.</summary>
public sealed class CentreFuzzTests
{
    public static TheoryData<string> Names => [.. CentreFuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Parser_UnderTheFuzzer_KeepsItsClaims(string name)
    {
        var fuzzer = new Fuzzer(CentreFuzzTargets.All.Single(target => target.Name == name), seed: 20261122);
        fuzzer.Run(20_000);
        Assert.True(fuzzer.Inputs >= 19_000);
        Assert.True(fuzzer.Ways > 1);
    }
}
