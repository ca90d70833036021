namespace Vitrine.Artifacts.Tests;

public sealed class DotNetDifferenceTests
{
    private static string[] Differences(string change, string to, params string[] options)
    {
        var a = Compiler.Compile(Compiler.Library, "one", options);
        var b = Compiler.Compile(Compiler.Library.Replace(change, to, StringComparison.Ordinal), "one", options);
        var result = Compared.Fails(ComparisonVerdict.Different, a, b);
        return [.. result.Differences.Select(d => $"{d.Kind.ToWord()} | {d.Name} | {d.What}")];
    }

    [Theory]
    [InlineData("hallo ")]
    [InlineData("good evening to you, dear ")]
    public void Compare_OneStringLiteralChanged_NamesExactlyThatMethodAndString(string literal)
    {
        Assert.Equal(
            [
                "method | Shop.Basket.Greeting(string) | only string literals differ",
                $"string | Shop.Basket.Greeting(string) | “hello ” became “{literal}”",
            ],
            Differences("hello ", literal));
    }

    [Fact]
    public void Compare_OneMethodChanged_NamesIt()
    {
        Assert.Equal(["method | Shop.Basket.First<T> | x"], Differences("items[0]", "items[^1]"));
    }
}
