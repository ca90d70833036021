using Vitrine.Proofs.Tests;

namespace Vitrine.Centre.Tests;

/// <summary>Every parser of the centre under the fuzzer; <c>./lab fuzz</c> goes on.</summary>
public sealed class CentreFuzzTests
{
    public static TheoryData<string> Names => [.. CentreFuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Parser_UnderTheFuzzer_KeepsItsClaims(string name) => Fuzzer.Check(CentreFuzzTargets.All.Single(target => target.Name == name));

    [Theory]
    [InlineData("seals/a", "seals/a", "what stands in its place")]
    [InlineData("seals/a", "seals/a/b", "what stands in its place")]
    [InlineData("seals/a/b", "seals/a", "what stands in its place")]
    [InlineData("keys/log.key", "keys/log.key", "twice")]
    [InlineData("seals/a", "../a", "no backup does")]
    [InlineData("seals/a", "seals/LONG", "no backup does")]
    public void Members_ThatCannotStandTogether_AreNoBackup(string one, string other, string why)
    {
        var outcome = CentreFuzzTargets.ReadMembers(CentreFuzzTargets.Members([(one, [1]), (other.Replace("LONG", new string('a', 256), StringComparison.Ordinal), [2])]));
        Assert.False(outcome.Accepted);
        Assert.Contains(why, outcome.Words, StringComparison.Ordinal);
    }
}
