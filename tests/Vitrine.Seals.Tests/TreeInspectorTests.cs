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
    [InlineData("A a", "a: differs in case")]
    [InlineData("A a a", "a: differs in case, a: in the tree twice")]
    [InlineData("A a a/b", "a: differs in case, a: both a file and a folder")]
    [InlineData("A/b A/c a/b", "a: differs in case, a/b: differs in case")]
    [InlineData("AA Aa aA aa", "Aa: differs in case, aA: differs in case, aa: differs in case")]
    public void Inspect_PathsThatMeet_AreNamed(string paths, string expected)
    {
        var problems = new List<SealProblem>();

        TreeInspector.Inspect([.. paths.Split(' ').Select(path => new SourceEntry { Path = Encoding.UTF8.GetBytes(path), Mode = SealedMode.Regular })], problems);

        string[] words = ["both a file and a folder", "in the tree twice", "differs in case"];
        Assert.Equal(expected, string.Join(", ", problems.Select(problem => $"{problem.Path}: {words.Single(word => problem.What.Contains(word, StringComparison.Ordinal))}")));
        Assert.All(problems, problem => Assert.Equal(problem.What.StartsWith("differs", StringComparison.Ordinal), problem.Kind == SealProblemKind.CaseCollision));
    }
}
