using System.Text.Json;

namespace Vitrine.Cli.Tests;

public sealed class DiffTests(Scene scene) : IClassFixture<Scene>
{
    [Fact]
    public async Task Diff_TwoReleases_SaysFilesLinesFunctionsAndWhatToReadFirst()
    {
        var older = await scene.SealAsync();
        scene.Folder.Write("product/src/main.c", "#include <string.h>\n\nint main(void)\n{\n    execve(to, 0, 0);\n}\n\nint more(void)\n{\n    return 1;\n}\n");
        File.Move(scene.Folder["product/README.md"], scene.Folder["product/READ.md"]);
        Git.Commit(scene.Repository);
        var newer = (await scene.RunAsync("seal", "make", scene.Repository, "--product", "Product", "--version", "1.1")).Ends(0).Last;

        var told = (await scene.RunAsync("diff", older, newer)).Ends(1).Out;
        Assert.Contains("changed  src/main.c  +6 -2", told, StringComparison.Ordinal);
        Assert.Contains("1 function changed, 1 new, 1 gained a call to execve", told, StringComparison.Ordinal);
        Assert.Contains("main calls execve now: runs programs", told, StringComparison.Ordinal);
        Assert.Contains("moved    READ.md from README.md", told, StringComparison.Ordinal);
        Assert.True(told.IndexOf("src/main.c", StringComparison.Ordinal) < told.IndexOf("READ.md", StringComparison.Ordinal));

        using var json = JsonDocument.Parse((await scene.RunAsync("diff", older, newer, "--json")).Ends(1).Out);
        Assert.Equal("1 function changed, 1 new, 1 gained a call to execve", json.RootElement.GetProperty("summary").GetString());
        Assert.Equal(2, json.RootElement.GetProperty("files").GetArrayLength());

        var lines = (await scene.RunAsync("diff", older, newer, "--file", "src/main.c")).Ends(1).Out.TrimEnd('\n').Split('\n');
        Assert.Equal("@@ line 2 @@", lines[0]);
        Assert.Contains("+    execve(to, 0, 0);", lines);
        Assert.Contains("-    /* TODO: bounds */", lines);
        Assert.Contains(" {", lines);
        (await scene.RunAsync("diff", older, older)).Ends(0);
        (await scene.RunAsync("diff", older, newer, "--file", "none.c")).Fails(1, "none.c");
        (await scene.RunAsync("diff", older, "xyz")).Ends(2);
    }
}
