using System.Text;

namespace Vitrine.Seals.Tests;

public sealed class TreeDiffTests : IDisposable
{
    private const string Main = """
        #include <unistd.h>

        static int helper(int a)
        {
            return a + 1;
        }

        int run(const char *name)
        {
            return helper(3);
        }

        """;

    private readonly TempFolder _old = new();
    private readonly TempFolder _new = new();

    public void Dispose()
    {
        _old.Dispose();
        _new.Dispose();
    }

    [Fact]
    public async Task Of_EveryKindOfChange_IsToldWithItsReason()
    {
        var changes = await CompareAsync(
            [("src/main.c", Main), ("src/gone.c", "int gone;\n"), ("src/old-name.c", Big("x")), ("lib/here.c", Big("y")), ("lib/stays.c", Big("z")), ("tests/a.c", "int a;\n"), ("po/de.po", "msgid\n")],
            [
                ("src/main.c", Main.Replace("helper(3)", "execve(name, 0, 0)", StringComparison.Ordinal)), ("src/new-name.c", Big("x")), ("other/here.c", Big("y") + "int more;\n"), ("lib/stays.c", Big("z")),
                ("lib/twin.c", Big("z")), ("tests/a.c", "int b;\n"), ("po/de.po", "msgstr\n"), ("update/fetch.c", "int fetch;\n"),
            ]);
        var kinds = changes.Files.ToDictionary(file => file.Path, file => (file.Kind, file.From));
        Assert.Equal((FileChangeKind.Changed, null), kinds["src/main.c"]);
        Assert.Equal((FileChangeKind.Removed, null), kinds["src/gone.c"]);
        Assert.Equal((FileChangeKind.Moved, "src/old-name.c"), kinds["src/new-name.c"]);
        Assert.Equal((FileChangeKind.Moved, "lib/here.c"), kinds["other/here.c"]);
        Assert.Equal((FileChangeKind.Copied, "lib/stays.c"), kinds["lib/twin.c"]);
        Assert.Equal((FileChangeKind.Added, null), kinds["update/fetch.c"]);
        Assert.Equal(8, changes.Files.Length);
        Assert.Equal("update/fetch.c", changes.Files[0].Path);
        Assert.Equal(["tests/a.c", "po/de.po"], changes.Files[^2..].Select(file => file.Path));
        Assert.Equal(3, changes.Same.Files);

        var main = changes.Files.Single(file => file.Path == "src/main.c");
        Assert.Equal("run", Assert.Single(main.Functions.Changed));
        Assert.Equal(new GainedCall("run", "execve", "runs programs"), Assert.Single(main.Functions.Gained));
        Assert.Contains("now runs programs", main.Reasons);
        Assert.Equal((1L, 1L), (main.AddedLines, main.RemovedLines));
    }

    [Fact]
    public async Task Of_TheSameTree_IsNothing()
    {
        var changes = await CompareAsync([("a", "1\n"), ("b", "2\n")], [("a", "1\n"), ("b", "2\n")]);
        Assert.True(changes.AreSame);
        Assert.Equal(changes.Total, changes.Same);
    }

    [Fact]
    public async Task Of_AFileThatBecomesExecutable_SaysSo()
    {
        _old.Write("tree/run", "#!/bin/sh\n");
        _new.Write("tree/run", "#!/bin/sh\n").Executable("tree/run");
        var changes = await CompareAsync([("a", "1\n")], [("a", "1\n")]);
        var change = Assert.Single(changes.Files);
        Assert.Contains("was an ordinary file, is executable", change.Reasons);
        Assert.True(change.IsSameContent);
    }

    [Fact]
    public async Task Of_OutsideTheScope_SaysNothing()
    {
        using var older = await Sealing.OpenAsync(_old, ("in/a.c", "1\n"u8.ToArray()), ("out/secret.c", "1\n"u8.ToArray()));
        using var newer = await Sealing.OpenAsync(_new, ("in/a.c", "1\n"u8.ToArray()), ("out/secret.c", "2\n"u8.ToArray()), ("out/more.c", "1\n"u8.ToArray()));
        var scope = Scope.Of(["in/**"], []);
        var changes = TreeDiff.Of(older.In(scope), newer.In(scope), null, CancellationToken.None);
        Assert.True(changes.AreSame);
        Assert.Equal(1, changes.Total.Files);
    }

    [Fact]
    public void Read_EachOfTheNineLanguages_NamesItsFunction()
    {
        using var reader = new SymbolReader();
        foreach (var (name, text) in new[]
        {
            ("a.c", "int target(int a)\n{\n  return a;\n}\n"), ("a.cpp", "namespace n { int target(int a) { return a; } }\n"), ("a.cs", "public class C\n{\n  public int target(int a)\n  {\n    return a;\n  }\n}\n"),
            ("A.java", "class A { int target(int a) { return a; } }\n"), ("a.go", "package a\nfunc target(a int) int {\n return a\n}\n"), ("a.rs", "fn target(a: i32) -> i32 {\n a\n}\n"),
            ("a.py", "def target(a):\n  return a\n"), ("a.js", "function target(a) {\n return a;\n}\n"), ("a.ts", "function target(a: number): number {\n return a;\n}\n"),
        })
        {
            var symbols = reader.Read(name, Encoding.UTF8.GetBytes(text), CancellationToken.None);
            Assert.True(symbols?.Any(symbol => symbol.Name == "target" && symbol.IsFunction) == true, $"{name}: {string.Join(", ", symbols ?? [])}");
        }
    }

    [Fact]
    public void Read_WhatIsNoProgram_GivesNothingAndTheNextContentIsRead()
    {
        using var reader = new SymbolReader();
        var noise = new byte[100_000];
        new Random(7).NextBytes(noise);
        foreach (var hostile in new[] { noise, Encoding.UTF8.GetBytes(new string('{', 200_000)), Encoding.UTF8.GetBytes("int " + new string('a', 100_000) + "(void) {}\n"), "}\n{\"command\":\"quit\"}\n"u8.ToArray() })
        {
            _ = reader.Read("hostile.c", hostile, CancellationToken.None);
            var symbols = reader.Read("good.c", "int good(void) { return 0; }\n"u8.ToArray(), CancellationToken.None);
            Assert.Equal("good", Assert.Single(symbols!).Name);
        }
    }

    private static string Big(string what) => string.Concat(Enumerable.Range(0, 40).Select(line => $"int {what}_{line} = {line};\n"));

    private async Task<TreeChanges> CompareAsync((string Path, string Text)[] before, (string Path, string Text)[] now)
    {
        using var older = await Sealing.OpenAsync(_old, [.. before.Select(file => (file.Path, Encoding.UTF8.GetBytes(file.Text)))]);
        using var newer = await Sealing.OpenAsync(_new, [.. now.Select(file => (file.Path, Encoding.UTF8.GetBytes(file.Text)))]);
        return TreeDiff.Of(older.Whole, newer.Whole, null, CancellationToken.None);
    }
}
