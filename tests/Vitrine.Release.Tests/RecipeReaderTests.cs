using System.Text;

namespace Vitrine.Release.Tests;

public sealed class RecipeReaderTests
{
    private const string Good = """
        {
          "name": "product",
          "tools": ["dotnet", "/usr/include"],
          "packages": ["pkg:nuget/Some.Package@1.2.3-beta+4"],
          "environment": { "CI": "true", "A": "" },
          "steps": [
            ["make", "-j1", "all"]
          ],
          "outputs": [
            { "path": "bin/tool", "name": "tool-1.0" }
          ],
          "sourceDateEpoch": 1767225600,
          "limits": { "seconds": 5, "memoryMiB": 64, "diskMiB": 32, "outputMiB": 1, "tasks": 10 }
        }
        """;

    [Fact]
    public void Parse_EveryMember_IsRead()
    {
        var recipe = Parse(Good);

        Assert.Equal("product", recipe.Name);
        Assert.Equal(["dotnet", "/usr/include"], recipe.Tools.AsEnumerable());
        Assert.Equal(("Some.Package", "1.2.3-beta+4"), (recipe.Packages[0].Name, recipe.Packages[0].Version));
        Assert.Equal(["A", "CI"], recipe.Environment.Keys);
        Assert.Equal(["make", "-j1", "all"], Assert.Single(recipe.Steps).AsEnumerable());
        Assert.Equal(new RecipeOutput("bin/tool", "tool-1.0"), Assert.Single(recipe.Outputs));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), recipe.SourceDate);
        Assert.Equal(new RecipeLimits { Seconds = 5, MemoryMiB = 64, DiskMiB = 32, OutputMiB = 1, Tasks = 10 }, recipe.Limits);
        Assert.Equal(Proofs.Digest.Of(Encoding.UTF8.GetBytes(Good)), recipe.Digest);
    }

    [Fact]
    public void Parse_LeastRecipe_HasTheDefaults()
    {
        var recipe = Parse("""{"name":"a","steps":[["x"]],"outputs":[{"path":"o","name":"o"}],"sourceDateEpoch":0}""");

        Assert.Empty(recipe.Tools);
        Assert.Empty(recipe.Packages);
        Assert.Empty(recipe.Environment);
        Assert.Equal(new RecipeLimits(), recipe.Limits);
    }

    [Theory]
    [InlineData("\"name\": \"product\"", "\"nmae\": \"product\"", 2, "unknown member \"nmae\"; did you mean \"name\"?")]
    [InlineData("\"seconds\"", "\"secnods\"", 13, "unknown member \"secnods\"; did you mean \"seconds\"?")]
    [InlineData("\"path\"", "\"colour\"", 10, "unknown member \"colour\" Known are path, name.")]
    [InlineData("\"name\": \"product\",", "", 14, "the member \"name\" is missing")]
    [InlineData("\"name\": \"product\"", "\"name\": \"product\",\n\"name\": \"b\"", 3, "the member \"name\" is given twice")]
    [InlineData("\"product\"", "\"\"", 2, "\"name\" consists of")]
    [InlineData("\"product\"", "\"pro duct\"", 2, "\"name\" consists of")]
    [InlineData("\"product\"", "\"-product\"", 2, "\"name\" consists of")]
    [InlineData("\"product\"", "7", 2, "a string is expected")]
    [InlineData("\"product\"", "\"a\\u0000b\"", 2, "control character")]
    [InlineData("\"product\"", "\"\\ud800\"", 2, "no UTF-8 text")]
    [InlineData("\"dotnet\"", "\"../dotnet\"", 3, "neither the name of a program nor an absolute path")]
    [InlineData("\"dotnet\"", "\"/usr/../etc\"", 3, "neither the name of a program nor an absolute path")]
    [InlineData("\"dotnet\"", "\"/\"", 3, "neither the name of a program nor an absolute path")]
    [InlineData("\"dotnet\"", "\"-rf\"", 3, "neither the name of a program nor an absolute path")]
    [InlineData("\"dotnet\"", "\"/usr/include\"", 3, "given twice")]
    [InlineData("pkg:nuget/Some.Package@1.2.3-beta+4", "pkg:npm/left-pad@1.0.0", 4, "write pkg:nuget/NAME@VERSION")]
    [InlineData("pkg:nuget/Some.Package@1.2.3-beta+4", "pkg:nuget/Some.Package", 4, "write pkg:nuget/NAME@VERSION")]
    [InlineData("pkg:nuget/Some.Package@1.2.3-beta+4", "pkg:nuget/../../x@1", 4, "write pkg:nuget/NAME@VERSION")]
    [InlineData("pkg:nuget/Some.Package@1.2.3-beta+4", "pkg:nuget/..@1", 4, "write pkg:nuget/NAME@VERSION")]
    [InlineData("pkg:nuget/Some.Package@1.2.3-beta+4", "pkg:nuget/x@..", 4, "write pkg:nuget/NAME@VERSION")]
    [InlineData("\"CI\"", "\"PATH\"", 5, "PATH is set by the sandbox")]
    [InlineData("\"CI\"", "\"SOURCE_DATE_EPOCH\"", 5, "SOURCE_DATE_EPOCH is set by the sandbox")]
    [InlineData("\"CI\"", "\"A\"", 5, "A is given twice")]
    [InlineData("\"CI\"", "\"1x\"", 5, "no name of a variable")]
    [InlineData("\"CI\"", "\"a=b\"", 5, "no name of a variable")]
    [InlineData("[\"make\", \"-j1\", \"all\"]", "", 8, "at least one step")]
    [InlineData("[\"make\", \"-j1\", \"all\"]", "[]", 7, "starts with the program")]
    [InlineData("[\"make\", \"-j1\", \"all\"]", "\"make all\"", 7, "a step is an array")]
    [InlineData("\"make\"", "\"-c\"", 7, "starts with the program")]
    [InlineData("\"bin/tool\"", "\"../tool\"", 10, "does not stay in the tree")]
    [InlineData("\"bin/tool\"", "\"/bin/tool\"", 10, "does not stay in the tree")]
    [InlineData("\"bin/tool\"", "\"bin//tool\"", 10, "does not stay in the tree")]
    [InlineData("\"bin/tool\"", "\"--help\"", 10, "does not stay in the tree")]
    [InlineData("\"tool-1.0\"", "\"a/b\"", 10, "is no file name")]
    [InlineData("\"tool-1.0\"", "\"..\"", 10, "is no file name")]
    [InlineData("1767225600", "-1", 12, "a whole number from 0")]
    [InlineData("1767225600", "1.5", 12, "a whole number from 0")]
    [InlineData("1767225600", "\"1\"", 12, "a whole number from 0")]
    [InlineData("\"tasks\": 10", "\"tasks\": 0", 13, "a whole number from 1 to")]
    [InlineData("\"tasks\": 10", "\"tasks\": 10,", 13, "is not JSON")]
    [InlineData("\"sourceDateEpoch\"", "// time\n\"sourceDateEpoch\"", 12, "is not JSON")]
    public void Parse_OneFault_IsNamedWithItsLine(string was, string now, int line, string problem)
    {
        var fault = Assert.Throws<RecipeFormatException>(() => Parse(Good.Replace(was, now, StringComparison.Ordinal)));

        Assert.Contains(problem, fault.Message, StringComparison.Ordinal);
        Assert.Equal(line, fault.Line);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("\uFEFF{}")]
    public void Parse_NoRecipe_IsRefused(string text)
    {
        Assert.Throws<RecipeFormatException>(() => Parse(text));
    }

    [Fact]
    public void Parse_AboveTheBounds_IsRefused()
    {
        Assert.Throws<RecipeFormatException>(() => RecipeReader.Parse(new byte[RecipeReader.MaxBytes + 1]));
        Assert.Throws<RecipeFormatException>(() => Parse(Good.Replace("\"dotnet\"", string.Join(',', Enumerable.Range(0, 65).Select(i => $"\"t{i}\"")), StringComparison.Ordinal)));
        Assert.Throws<RecipeFormatException>(() => Parse(Good.Replace("\"all\"", $"\"{new string('x', 9000)}\"", StringComparison.Ordinal)));
        Assert.Throws<RecipeFormatException>(() => Parse(Good.Replace("\"all\"", string.Join(',', Enumerable.Repeat("\"x\"", 300)), StringComparison.Ordinal)));
        Assert.Throws<RecipeFormatException>(() => Parse(new string('[', 1000)));
    }

    [Fact]
    public void Parse_AnyByteChanged_IsReadOrRefusedWithTheOneException()
    {
        var bytes = Encoding.UTF8.GetBytes(Good);
        foreach (var value in (ReadOnlySpan<byte>)[0, (byte)' ', (byte)'"', (byte)'\\', (byte)'{', (byte)'}', (byte)'0', 0x80, 0xff])
        {
            for (var i = 0; i < bytes.Length; i++)
            {
                var changed = bytes.ToArray();
                changed[i] = value;
                Assert.True(ReadsOrRefuses(changed));
                Assert.True(ReadsOrRefuses(bytes.AsSpan(0, i)));
            }
        }
    }

    [Fact]
    public void ReadFile_OwnRecipe_IsGood()
    {
        Assert.Equal("vitrine-proofs", RecipeReader.ReadFile(Path.Combine(Scene.Repository, "recipes", "vitrine-proofs.json")).Name);
    }

    private static Recipe Parse(string text) => RecipeReader.Parse(Encoding.UTF8.GetBytes(text));

    private static bool ReadsOrRefuses(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return RecipeReader.Parse(bytes) is not null;
        }
        catch (RecipeFormatException)
        {
            return true;
        }
    }
}
