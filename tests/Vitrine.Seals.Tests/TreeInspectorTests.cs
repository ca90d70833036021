using System.Text;

namespace Vitrine.Seals.Tests;

/// <summary>Paths that only a made-up tree or archive has; what a file system can hold is in the tests of the sources.</summary>
public sealed class TreeInspectorTests
{
    [Theory]
    [InlineData("a b", "")]
    [InlineData("a a-b a/b b", "a: both a file and a folder")]
    [InlineData("a a b", "a: in the tree twice")]
    [InlineData("a a a", "a: in the tree twice, a: in the tree twice")]
    [InlineData("A a", "a: differs in case alone")]
    [InlineData("A a a", "a: differs in case alone, a: in the tree twice")]
    [InlineData("A a a/b", "a: differs in case alone, a: both a file and a folder")]
    [InlineData("A/b A/c a/b", "a: differs in case alone, a/b: differs in case alone")]
    [InlineData("AA Aa aA aa", "Aa: differs in case alone, aA: differs in case alone, aa: differs in case alone")]
    [InlineData("cafe\u0301 caf\u00E9", "caf\u00E9: differs in Unicode normalisation")]
    [InlineData("CAF\u00C9 cafe\u0301", "cafe\u0301: differs in case and Unicode normalisation")]
    [InlineData("J\u030C \u01F0", "\u01F0: differs in case and Unicode normalisation")]
    [InlineData("\u1100\u1161/a \uAC00/a", "\uAC00: differs in Unicode normalisation, \uAC00/a: differs in Unicode normalisation")]
    [InlineData("x\uFFFEe\u0301 x\uFFFE\u00E9", "x\uFFFE\u00E9: differs in Unicode normalisation")]
    [InlineData("e \u00E9 \u0301", "")]
    public void Inspect_PathsThatMeet_AreNamed(string paths, string expected)
    {
        var problems = Inspect(paths.Split(' '));

        string[] words = ["both a file and a folder", "in the tree twice", "differs in case and Unicode normalisation", "differs in case alone", "differs in Unicode normalisation"];
        Assert.Equal(expected, string.Join(", ", problems.Select(problem => $"{problem.Path}: {words.Single(word => problem.What.Contains(word, StringComparison.Ordinal))}")));
        Assert.All(problems, problem => Assert.Equal(problem.What.StartsWith("differs", StringComparison.Ordinal), problem.Kind == SealProblemKind.CaseCollision));
    }

    [Fact]
    public void Inspect_NamesThatLookAlike_AreToldApartByTheirCharacters()
    {
        var problem = Assert.Single(Inspect("src/re\u0301sume\u0301.c", "src/r\u00E9sume\u0301.c"));

        Assert.Equal("differs in Unicode normalisation alone from src/re\u0301sume\u0301.c (U+00E9 here, U+0065 U+0301 there); on macOS they are one name", problem.What);
    }

    [Theory]
    [InlineData("centre.json keys/wrap.key", ".")]
    [InlineData("a/b/centre.json a/b/keys/log.key a/b/keys/wrap.key a/c", "a/b")]
    [InlineData("a/centre.json b/keys/wrap.key", "")]
    [InlineData("a/centre.json a/keys/log.key", "")]
    [InlineData("a/mycentre.json a/keys/wrap.key", "")]
    [InlineData("a/centre.json a/monkeys/wrap.key", "")]
    public void Inspect_FolderOfACentre_IsNamed(string paths, string expected)
    {
        var problems = Inspect(paths.Split(' '));

        Assert.Equal(expected, string.Join(", ", problems.Select(problem => problem.Path)));
        Assert.All(problems, problem => Assert.Equal(SealProblemKind.CentreKeys, problem.Kind));
    }

    private static List<SealProblem> Inspect(params string[] paths)
    {
        var problems = new List<SealProblem>();
        TreeInspector.Inspect([.. paths.Select(path => new SourceEntry { Path = Encoding.UTF8.GetBytes(path), Mode = SealedMode.Regular })], problems);
        return problems;
    }
}
