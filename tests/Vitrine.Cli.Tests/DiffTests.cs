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
        (await scene.RunAsync("diff", older, newer, "--file", "src/main.c", "--json")).Fails(2, "--json");
        (await scene.RunAsync("diff", older, "xyz")).Ends(2);
    }

    [Fact]
    public async Task Diff_OneFile_TellsWhereItStoodItsModeItsLineEndsAndWhatIsNoText()
    {
        using var own = new TempFolder();
        var lines = string.Concat(Enumerable.Range(0, 30).Select(i => $"line {i}\n"));
        own.Write("older/from.c", lines);
        own.Write("newer/to.c", lines.Replace("line 7\n", "line seven\n", StringComparison.Ordinal));
        own.Write("older/run.sh", "#!/bin/sh\n");
        File.SetUnixFileMode(own.Write("newer/run.sh", "#!/bin/sh\n"), (UnixFileMode)0b111_101_101);
        own.Write("older/ends.txt", "a\nb\nc");
        own.Write("newer/ends.txt", "a\r\nb\nc\n");
        own.Write("older/data", [1, 0, 2]);
        own.Write("newer/data", [1, 0, 3, 4]);
        var older = (await scene.RunAsync("seal", "make", own["older"])).Ends(0).Last;
        var newer = (await scene.RunAsync("seal", "make", own["newer"])).Ends(0).Last;

        Assert.StartsWith("from from.c\n@@ line 5 @@\n", (await scene.RunAsync("diff", older, newer, "--file", "to.c")).Ends(1).Out, StringComparison.Ordinal);
        Assert.Equal("mode 100644, now 100755\n", (await scene.RunAsync("diff", older, newer, "--file", "run.sh")).Ends(1).Out);
        Assert.Equal("@@ line 1 @@\n-a\n+a\\u000d\n b\n-c\n\\ no line feed at the end\n+c\n", (await scene.RunAsync("diff", older, newer, "--file", "ends.txt")).Ends(1).Out);
        Assert.Equal("no text: 3 bytes, now 4 bytes\n", (await scene.RunAsync("diff", older, newer, "--file", "data")).Ends(1).Out);
        (await scene.RunAsync("diff", older, newer, "--include", "none/**")).Fails(1, "scope");
    }

    [Fact]
    public async Task Diff_SealsThatTheirHostLocked_TakesItsKey()
    {
        using var own = new TempFolder();
        own.Write("key", new string('5', 64));
        own.Write("older/a.txt", "one\n");
        own.Write("newer/a.txt", "two\n");
        var older = (await scene.RunAsync("seal", "make", own["older"], "--key-file", own["key"])).Ends(0).Last;
        var newer = (await scene.RunAsync("seal", "make", own["newer"], "--key-file", own["key"])).Ends(0).Last;

        (await scene.RunAsync("diff", older, newer)).Fails(2, "--key-file");
        Assert.Contains("changed  a.txt  +1 -1", (await scene.RunAsync("diff", older, newer, "--key-file", own["key"])).Ends(1).Out, StringComparison.Ordinal);
    }
}
