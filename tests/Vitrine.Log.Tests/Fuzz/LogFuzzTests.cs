using Vitrine.Proofs.Tests;

namespace Vitrine.Log.Tests;

/// <summary>Every parser of the log under the fuzzer; <c>./lab fuzz</c> goes on.</summary>
public sealed class LogFuzzTests
{
    public static TheoryData<string> Names => [.. LogFuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Parser_UnderTheFuzzer_KeepsItsClaims(string name) => Fuzzer.Check(LogFuzzTargets.All.Single(target => target.Name == name));

    [Fact]
    public void Targets_OfEveryPublicParser_AreInTheList() =>
        Assert.Empty(FuzzTarget.ParsersOf(typeof(TileLog).Assembly).Except(LogFuzzTargets.All.SelectMany(target => target.Of)).Except(Folders).Select(type => type.Name));

    // What takes a folder's name: the notes and tiles in it are parsed by what Proofs lists.
    private static IEnumerable<Type> Folders => [typeof(Witness), typeof(MonitorState)];
}
