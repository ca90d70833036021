using System.Text;

namespace Vitrine.Seals.Tests;

public sealed class ScopeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("*.c", "a.c", true)]
    [InlineData("*.c", "src/deep/a.c", true)]
    [InlineData("*.c", "a.cc", false)]
    [InlineData("/*.c", "src/a.c", false)]
    [InlineData("/*.c", "a.c", true)]
    [InlineData("src", "src/a/b", true)]
    [InlineData("src", "lib/src/a", true)]
    [InlineData("src/", "src", false)]
    [InlineData("src/", "src/a", true)]
    [InlineData("/src/", "lib/src/a", false)]
    [InlineData("src/*.c", "src/a.c", true)]
    [InlineData("src/*.c", "src/x/a.c", false)]
    [InlineData("src/*.c", "lib/src/a.c", false)]
    [InlineData("src/**/*.c", "src/a.c", true)]
    [InlineData("src/**/*.c", "src/x/y/a.c", true)]
    [InlineData("src/**/*.c", "src.c", false)]
    [InlineData("src/**", "src/a", true)]
    [InlineData("src/**", "src", false)]
    [InlineData("**/test/**", "a/test/b", true)]
    [InlineData("**/test/**", "test/b", true)]
    [InlineData("**/test/**", "a/test", false)]
    [InlineData("**", "anything/at/all", true)]
    [InlineData("?.c", "é.c", true)]
    [InlineData("?.c", "\U0001F600.c", true)]
    [InlineData("?.c", "ab.c", false)]
    [InlineData("[a-c].h", "b.h", true)]
    [InlineData("[!a-c].h", "b.h", false)]
    [InlineData("[^a-c].h", "d.h", true)]
    [InlineData("[]].h", "].h", true)]
    [InlineData("[a-].h", "-.h", true)]
    [InlineData("A.c", "a.c", false)]
    [InlineData("\\*.c", "*.c", true)]
    [InlineData("\\*.c", "a.c", false)]
    [InlineData("a\\\\\\\\/", "a\\\\/b", true)]
    [InlineData("a\\\\\\\\/", "a\\\\", false)]
    [InlineData("a**b", "axxb", true)]
    [InlineData("aba*ba", "ababa", true)]
    [InlineData("aba*aba", "ababa", false)]
    [InlineData("é*ü", "éü", true)]
    [InlineData("é*ü", "exü", false)]
    [InlineData("*a*b*c*", "xxaxxbxxcxx", true)]
    [InlineData("*a*b*c*", "xxaxxcxxbxx", false)]
    public void Matches_PatternsOfTheDocument_AreAsItSays(string pattern, string path, bool expected) =>
        Assert.Equal(expected, Glob.Parse(pattern).Matches(path));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("a//b")]
    [InlineData("a/../b")]
    [InlineData("./a")]
    [InlineData("[a")]
    [InlineData("[]")]
    [InlineData("[z-a]")]
    [InlineData("a\\")]
    [InlineData("[/]")]
    public void Parse_MalformedPattern_SaysWhere(string pattern) => Assert.Throws<GlobFormatException>(() => Glob.Parse(pattern));

    [Fact]
    public void Matches_ManyStars_TakesNoTimeToSpeakOf()
    {
        var pattern = string.Concat(Enumerable.Repeat("*a", 200)) + "/" + string.Join('/', Enumerable.Repeat("**/a", 100)) + "/z";

        Assert.False(Glob.Parse(pattern).Matches(new string('a', 2000) + "/" + string.Join('/', Enumerable.Repeat("a", 2000)) + "/b"));
    }

    [Theory]
    [InlineData("a[1]*?.c")]
    [InlineData("dir/back\\slash")]
    [InlineData("plain")]
    public void Exactly_AnyPath_MatchesThatPathAlone(string path)
    {
        var glob = Glob.Parse(Glob.Exactly(path));

        Assert.True(glob.Matches(path));
        Assert.False(glob.Matches("x/" + path));
        Assert.False(glob.Matches(path + "x"));
    }

    [Fact]
    public async Task In_Scope_NothingElseExists()
    {
        using var seal = await Sealing.OpenAsync(
            _folder, ("src/a.c", "int a;\nint b;\n"u8.ToArray()), ("src/secret/b.c", "int secret;"u8.ToArray()), ("doc/x", "x"u8.ToArray()), ("logo", [0, 1, 2]));

        var view = seal.In(Scope.Of(["src/", Glob.Exactly("logo")], ["src/secret/"]));

        Assert.Equal(["logo", "src/a.c"], view.Files.Select(file => file.Path));
        Assert.Equal(new SealMeasure(2, 17, 2), view.Measure);
        Assert.Equal(new SealMeasure(4, 29, 4), view.Total);
        Assert.Equal("int a;\nint b;\n", Encoding.UTF8.GetString(view.Read("src/a.c").Span));
        Assert.False(view.Contains("doc/x"));
        var hidden = Assert.Throws<SealFileNotFoundException>(() => view.Read("src/secret/b.c")).Message;
        var never = Assert.Throws<SealFileNotFoundException>(() => view.Read("src/secret/c.c")).Message;
        Assert.Equal(hidden.Replace("b.c", "c.c", StringComparison.Ordinal), never);
        Assert.Throws<SealFileNotFoundException>(() => view.Disclose("doc/x"));
        Assert.True(view.Disclose("src/a.c").Verify(seal.Root, view.Read("src/a.c").Span));
    }

    [Fact]
    public void Of_NothingIncluded_IsRefused() => Assert.Throws<ArgumentException>(() => Scope.Of([], ["x"]));
}
