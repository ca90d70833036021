namespace Vitrine.Artifacts.Tests;

public sealed class ElfTests
{
    private static byte[] Elf(string name) => Vectors.Read("elf/" + name);

    [Theory]
    [InlineData("program", "program-other-id", "elf.build-id")]
    [InlineData("program", "program-other-comment", "elf.comment elf.layout")]
    [InlineData("program", "program-no-comment", "elf.comment elf.layout")]
    [InlineData("program", "program-debuglink", "elf.debuglink elf.layout")]
    [InlineData("program-debuglink", "program-other-debuglink", "elf.debuglink elf.layout")]
    [InlineData("program-debuglink", "program-other-comment", "elf.comment elf.debuglink elf.layout")]
    [InlineData("program-32", "program-32-other-comment", "elf.comment elf.layout")]
    [InlineData("object.o", "object-other-comment.o", "elf.comment elf.layout")]
    public void Compare_OnlyTracesOfTheBuildDiffer_IsEquivalentByExactlyThese(string a, string b, string normalisers)
    {
        Compared.Explains(ComparisonVerdict.Equivalent, Elf(a), Elf(b), normalisers.Split(' '));
    }

    [Fact]
    public void Compare_OneConstantChanged_NamesTheFunctionAndTheSection()
    {
        var result = Compared.Fails(ComparisonVerdict.Different, Elf("program"), Elf("program-other-constant"));
        Assert.Equal(
            [(DifferenceKind.Section, ".text"), (DifferenceKind.Function, "limit")],
            result.Differences.Select(d => (d.Kind, d.Name)));
        Assert.Equal(["elf.build-id"], result.Explanations.Select(e => e.Normaliser));
    }

    [Fact]
    public void Compare_OnlyDebugLinesDiffer_NamesSectionsThatAreNotLoaded()
    {
        var result = Compared.Fails(ComparisonVerdict.Different, Elf("program-debug"), Elf("program-debug-other-lines"));
        Assert.All(result.Differences, d => Assert.StartsWith(".debug_", d.Name, StringComparison.Ordinal));
        Assert.All(result.Differences, d => Assert.EndsWith(", not loaded", d.What, StringComparison.Ordinal));
    }
}
