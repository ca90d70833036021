using System.Diagnostics;
using Vitrine.Proofs;

namespace Vitrine.Release.Tests;

public sealed class ClosureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ClosureTests()
    {
        _folder.File("tool/bin/run", "program");
        _folder.File("tool/lib/a", "library");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "tool", "link"), "lib/a");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_SameFilesElsewhere_HaveTheSameClosure()
    {
        using var elsewhere = new TemporaryFolder();
        using var copy = Process.Start("cp", ["-r", Path.Combine(_folder.Path, "tool"), Path.Combine(elsewhere.Path, "copied")])!;
        copy.WaitForExit();

        Assert.Equal(Read("tool"), new ClosureReader(new ClosureCache(null, TimeProvider.System), CancellationToken.None).Read(Root(Path.Combine(elsewhere.Path, "copied"))).Digest);
    }

    [Theory]
    [InlineData("content")]
    [InlineData("mode")]
    [InlineData("folder mode")]
    [InlineData("name")]
    [InlineData("added")]
    [InlineData("added folder")]
    [InlineData("removed")]
    [InlineData("link")]
    public void Read_OneThingChanged_GivesAnotherClosure(string what)
    {
        var before = Read("tool");
        var tool = Path.Combine(_folder.Path, "tool");
        switch (what)
        {
            case "content":
                File.WriteAllText(Path.Combine(tool, "bin/run"), "progra_");
                break;
            case "mode":
                File.SetUnixFileMode(Path.Combine(tool, "bin/run"), UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.SetUser);
                break;
            case "folder mode":
                File.SetUnixFileMode(Path.Combine(tool, "lib"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                break;
            case "name":
                File.Move(Path.Combine(tool, "lib/a"), Path.Combine(tool, "lib/b"));
                break;
            case "added":
                File.WriteAllText(Path.Combine(tool, "lib/b"), "");
                break;
            case "added folder":
                Directory.CreateDirectory(Path.Combine(tool, "empty"));
                break;
            case "removed":
                File.Delete(Path.Combine(tool, "lib/a"));
                break;
            default:
                File.Delete(Path.Combine(tool, "link"));
                File.CreateSymbolicLink(Path.Combine(tool, "link"), "bin/run");
                break;
        }

        Assert.NotEqual(before, Read("tool"));
    }

    [Fact]
    public void Read_OtherPlaceInTheSandbox_GivesAnotherClosure()
    {
        var cache = new ClosureCache(null, TimeProvider.System);
        var reader = new ClosureReader(cache, CancellationToken.None);
        var root = Root(Path.Combine(_folder.Path, "tool"));

        Assert.NotEqual(reader.Read(root).Digest, reader.Read(root with { Mounts = [root.Mounts[0] with { Path = "/usr/other" }] }).Digest);
        Assert.NotEqual(reader.Read(root).Digest, reader.Read(root with { Links = [new SandboxLink("/bin", "tool/bin")] }).Digest);
    }

    [Fact]
    public void Read_SecondTime_ReadsNoFile()
    {
        var later = new LaterTime();
        var first = new ClosureCache(_folder.Path, later);
        var digest = new ClosureReader(first, CancellationToken.None).Read(Root(Path.Combine(_folder.Path, "tool"))).Digest;
        first.Save();
        var second = new ClosureCache(_folder.Path, later);

        Assert.Equal(digest, new ClosureReader(second, CancellationToken.None).Read(Root(Path.Combine(_folder.Path, "tool"))).Digest);
        Assert.Equal((2, 0), (first.FilesRead, second.FilesRead));
    }

    [Fact]
    public void Read_ContentChangedUnderTheSameSizeAndTime_IsNoticed()
    {
        var file = Path.Combine(_folder.Path, "tool/bin/run");
        var cache = new ClosureCache(_folder.Path, new LaterTime());
        var reader = new ClosureReader(cache, CancellationToken.None);
        var time = File.GetLastWriteTimeUtc(file);
        var before = reader.Read(Root(Path.Combine(_folder.Path, "tool"))).Digest;

        File.WriteAllText(file, "PROGRAM");
        File.SetLastWriteTimeUtc(file, time);

        Assert.NotEqual(before, reader.Read(Root(Path.Combine(_folder.Path, "tool"))).Digest);
    }

    [Fact]
    public void Read_FileThatJustChanged_IsNotRemembered()
    {
        var cache = new ClosureCache(_folder.Path, TimeProvider.System);
        new ClosureReader(cache, CancellationToken.None).Read(Root(Path.Combine(_folder.Path, "tool")));
        new ClosureReader(cache, CancellationToken.None).Read(Root(Path.Combine(_folder.Path, "tool")));

        Assert.Equal(4, cache.FilesRead);
    }

    [Fact]
    public void Open_DamagedCache_IsDroppedLineByLine()
    {
        var good = Path.Combine(_folder.Path, "tool/bin/run");
        var later = new LaterTime();
        var cache = new ClosureCache(_folder.Path, later);
        cache.DigestOf(good, FileStatus.Of(good));
        cache.Save();
        var file = Path.Combine(_folder.Path, "closure-digests-1");
        File.WriteAllText(file, $"nonsense\n\0\n{new string('a', 64)} 1 2 3\n{File.ReadAllText(file)}zz {new string('x', 100)}");

        var again = new ClosureCache(_folder.Path, later);

        Assert.Equal(Digest.Of("program"u8), again.DigestOf(good, FileStatus.Of(good)));
        Assert.Equal(0, again.FilesRead);
    }

    private Digest Read(string name) =>
        new ClosureReader(new ClosureCache(null, TimeProvider.System), CancellationToken.None).Read(Root(Path.Combine(_folder.Path, name))).Digest;

    private static SandboxRoot Root(string folder) => new()
    {
        Mounts = [new SandboxMount(folder, "/tools/x")],
        Links = [],
        SearchPath = [],
        Variables = [],
        VersionCommands = [],
    };

    private sealed class LaterTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddHours(1);
    }
}
