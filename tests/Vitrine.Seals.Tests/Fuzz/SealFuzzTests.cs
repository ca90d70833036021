using Vitrine.Proofs.Tests;

namespace Vitrine.Seals.Tests;

/// <summary>Readers of names under the fuzzer; <c>./lab fuzz</c> goes on.</summary>
public sealed class SealFuzzTests
{
    public static TheoryData<string> Names => [.. SealFuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Parser_UnderTheFuzzer_KeepsItsClaims(string name) => Fuzzer.Check(SealFuzzTargets.All.Single(target => target.Name == name));
}
