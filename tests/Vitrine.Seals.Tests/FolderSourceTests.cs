using System.Text;

namespace Vitrine.Seals.Tests;

public sealed class FolderSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_FilesLinksAndModes_AreListedByPath()
    {
        _folder.Write("b/run.sh", "#!/bin/sh\n").Executable("b/run.sh").Write("a.txt", "").Link("b/to-a", "../a.txt");

        using var source = Sealing.Folder(_folder.Path);

        Assert.Equal(["a.txt 100644", "b/run.sh 100755", "b/to-a 120000"], Listed(source));
        Assert.Empty(source.Problems);
        Assert.Empty(source.Notes);
    }

    [Fact]
    public void Open_GitFolderAndEmptyFolder_AreLeftOutAndSaid()
    {
        _folder.Write("a.txt", "a").Write(".git/HEAD", "ref: refs/heads/main\n");
        Directory.CreateDirectory(_folder["empty/inner"]);

        using var source = Sealing.Folder(_folder.Path);

        Assert.Equal(["a.txt 100644"], Listed(source));
        Assert.Equal([".git", "empty/inner"], source.Notes.Select(note => note.Path).Order());
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../outside")]
    [InlineData("inner/../../outside")]
    [InlineData("way-up/outside")]
    [InlineData("way-up/../a.txt")]
    public void Open_LinkOutOfTheTree_IsAProblem(string target)
    {
        _folder.Write("tree/a.txt", "a").Link("tree/link", target).Link("tree/way-up", "inner/up").Link("tree/inner/up", "../..");

        using var source = Sealing.Folder(_folder["tree"]);

        Assert.Contains(source.Problems, problem => problem is { Kind: SealProblemKind.LinkLeavesTree, Path: "link" });
    }

    [Theory]
    [InlineData("a.txt")]
    [InlineData("inner/../a.txt")]
    [InlineData("loop")]
    [InlineData("missing/../a.txt")]
    [InlineData("./inner//./b.txt")]
    public void Open_LinkWithinTheTree_IsNoProblem(string target)
    {
        _folder.Write("tree/a.txt", "a").Write("tree/inner/b.txt", "b").Link("tree/link", target).Link("tree/loop", "loop");

        using var source = Sealing.Folder(_folder["tree"]);

        Assert.Empty(source.Problems);
    }

    [Theory]
    [InlineData("bell\a.txt", SealProblemKind.DeceptiveName)]
    [InlineData("new\nline", SealProblemKind.DeceptiveName)]
    [InlineData("gpj\u202Efdp.txt", SealProblemKind.DeceptiveName)]
    [InlineData("zero\u200Bwidth", SealProblemKind.DeceptiveName)]
    [InlineData("..\\..\\evil", SealProblemKind.BackslashInName)]
    [InlineData("aux.c", SealProblemKind.ReservedName)]
    [InlineData("trailing.", SealProblemKind.ReservedName)]
    [InlineData("a:b", SealProblemKind.ReservedName)]
    public void Open_NameThatDeceivesOrIsReserved_IsAProblemShownEscaped(string name, SealProblemKind kind)
    {
        _folder.Write(name, "x");

        using var source = Sealing.Folder(_folder.Path);

        var problem = Assert.Single(source.Problems);
        Assert.Equal(kind, problem.Kind);
        Assert.DoesNotContain(problem.Path, character => char.IsControl(character) || character is '\u202E' or '\u200B');
    }

    [Fact]
    public async Task MakeAsync_NamesThatAreNotUtf8_AreKeptExactlyAndReadByTheirWrittenForm()
    {
        Posixly("""d=$(printf 'd\351'); f=$(printf 'caf\351'); mkdir -p "tree/$d" && printf one > "tree/$d/$f" && printf two > "tree/$f" && ln -s "$d/$f" tree/link""");
        using var store = TestKeys.Store(_folder["store"]);

        var made = await store.MakeAsync(_folder["tree"]);

        using var seal = store.Open(made.Root);
        Assert.Equal(["caf\\xE9", "d\\xE9/caf\\xE9", "link"], seal.Whole.Files.Select(file => file.Path));
        Assert.Equal("one", Encoding.UTF8.GetString(seal.Whole.Read("d\\xE9/caf\\xE9").Span));
        Assert.Equal([(byte)'d', 0xE9, (byte)'/', (byte)'c', (byte)'a', (byte)'f', 0xE9], seal.Whole.Read("link").ToArray());
        Assert.Single(seal.In(Scope.Of(["/d\\\\xE9/"], [])).Files);
        Assert.True((await store.VerifyAsync(made.Root, null, CancellationToken.None)).IsGood);
        var proof = seal.Whole.Disclose("caf\\xE9");
        Assert.True(DisclosedFile.Parse(proof.ToJson()).Verify(made.Root, "two"u8));
        await File.WriteAllBytesAsync(_folder["proof"], proof.ToJson());
        await File.WriteAllTextAsync(_folder["content"], "two");
        Posixly($"python3 -B {Path.Combine(Repository.Root, "vectors/seal/verify_seal.py")} file proof {made.Root} content");
        Posixly("rm -r tree");
    }

    [Fact]
    public async Task MakeAsync_PathsOfFourKibibytesAndMore_AreKeptExactly()
    {
        var folder = string.Join('/', Enumerable.Repeat(new string('d', 250), 20));
        Posixly("""python3 -c "import os; os.mkdir('tree'); os.chdir('tree'); [(os.mkdir('d' * 250), os.chdir('d' * 250)) for i in range(20)]; open('file', 'w').write('deep'); os.symlink('file', 'link')" """);
        using var store = TestKeys.Store(_folder["store"]);

        var made = await store.MakeAsync(_folder["tree"]);

        using var seal = store.Open(made.Root);
        Assert.Equal([folder + "/file", folder + "/link"], seal.Whole.Files.Select(file => file.Path));
        Assert.Equal("deep", Encoding.UTF8.GetString(seal.Whole.Read(folder + "/file").Span));
        Posixly("rm -r tree");
    }

    [Fact]
    public async Task MakeAsync_FileOfOverFourGibibytes_IsSealedAndFoundWhole()
    {
        Posixly("mkdir tree && truncate -s 4300M tree/large && printf end >> tree/large && printf small > tree/small");
        using var store = TestKeys.Store(_folder["store"]);

        var made = await store.MakeAsync(_folder["tree"]);

        using var seal = store.Open(made.Root);
        Assert.Equal((4300L << 20) + 3, seal.Whole.File("large").Size);
        Assert.Equal("small", Encoding.UTF8.GetString(seal.Whole.Read("small").Span));
        Assert.Equal(SealStoreFault.TooLarge, Assert.Throws<SealStoreException>(() => seal.Whole.Read("large")).Fault);
        Assert.InRange(made.BytesWritten, 1, 10_000_000);
    }

    [Fact]
    public void Open_Pipe_IsAProblemAndNotRead()
    {
        Posixly("mkfifo pipe");

        using var source = Sealing.Folder(_folder.Path);

        Assert.Equal(SealProblemKind.SpecialFile, Assert.Single(source.Problems).Kind);
    }

    [Fact]
    public void Open_NamesThatDifferInCase_AreAProblem()
    {
        _folder.Write("src/Main.cs", "a").Write("src/main.cs", "b").Write("SRC/other.cs", "c");

        using var source = Sealing.Folder(_folder.Path);

        Assert.Equal(["src", "src/main.cs"], source.Problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
        Assert.All(source.Problems, problem => Assert.Equal(SealProblemKind.CaseCollision, problem.Kind));
    }

    [Fact]
    public void Open_RepositoryInside_IsAProblem()
    {
        _folder.Write("a.txt", "a").Write("vendor/lib/.git/HEAD", "ref").Write("vendor/lib/lib.c", "c");

        using var source = Sealing.Folder(_folder.Path);

        Assert.Equal((SealProblemKind.Submodule, "vendor/lib"), (source.Problems.Single().Kind, source.Problems.Single().Path));
        Assert.Equal(["a.txt 100644", "vendor/lib/lib.c 100644"], Listed(source));
    }

    [Fact]
    public void Open_PathThatDoesNotExist_SaysSo()
    {
        var refused = Assert.Throws<SealSourceException>(() => SealSource.Open(_folder["nothing"], null, CancellationToken.None));

        Assert.Equal(SealSourceFault.PathNotFound, refused.Fault);
        Assert.Contains(_folder["nothing"], refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AFile_SaysSo()
    {
        _folder.Write("file", "x");

        Assert.Equal(SealSourceFault.NotAFolder, Assert.Throws<SealSourceException>(() => SealSource.Open(_folder["file"], null, CancellationToken.None)).Fault);
    }

    [Fact]
    public void Open_FolderWithoutAFile_SaysSo()
    {
        Directory.CreateDirectory(_folder["a/b"]);

        Assert.Equal(SealSourceFault.EmptyTree, Assert.Throws<SealSourceException>(() => SealSource.Open(_folder.Path, null, CancellationToken.None)).Fault);
    }

    [Fact]
    public async Task MakeAsync_FileReplacedAfterListing_IsRefused()
    {
        _folder.Write("tree/a.txt", "harmless").Write("secret", "harmless");
        var source = Sealing.Folder(_folder["tree"]);
        File.Delete(_folder["tree/a.txt"]);
        _folder.Link("tree/a.txt", "../secret");
        using var store = TestKeys.Store(_folder["store"]);

        var refused = await Assert.ThrowsAsync<SealSourceException>(() => store.MakeAsync(source));

        Assert.Equal(SealSourceFault.ChangedWhileRead, refused.Fault);
        Assert.Empty(store.List());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["store/temp"]));
    }

    [Fact]
    public async Task MakeAsync_FileThatGrewAfterListing_IsRefused()
    {
        _folder.Write("tree/a.txt", "short");
        var source = Sealing.Folder(_folder["tree"]);
        await File.AppendAllTextAsync(_folder["tree/a.txt"], "er");
        using var store = TestKeys.Store(_folder["store"]);

        Assert.Equal(SealSourceFault.ChangedWhileRead, (await Assert.ThrowsAsync<SealSourceException>(() => store.MakeAsync(source))).Fault);
    }

    [Fact]
    public async Task MakeAsync_FileRewrittenInPlaceAfterListing_IsRefused()
    {
        _folder.Write("tree/a.txt", "before");
        var path = Encoding.UTF8.GetBytes(_folder["tree/a.txt"]);
        var before = Posix.Stat(path).Changed;
        var source = Sealing.Folder(_folder["tree"]);
        while (Posix.Stat(path).Changed == before)
        {
            _folder.Write("tree/a.txt", "after.");
        }

        using var store = TestKeys.Store(_folder["store"]);

        Assert.Equal(SealSourceFault.ChangedWhileRead, (await Assert.ThrowsAsync<SealSourceException>(() => store.MakeAsync(source))).Fault);
        Assert.Empty(store.List());
    }

    [Fact]
    public void Touches_FolderWithinOrAround_IsFoundThroughLinks()
    {
        _folder.Write("tree/in/a.txt", "x").Write("beside/b.txt", "x").Link("link", "tree").Link("beside/in", "../tree/in");
        using var source = Sealing.Folder(_folder["link"]);
        using var inner = Sealing.Folder(_folder["tree/in"]);

        Assert.True(source.Touches(_folder["tree"]));
        Assert.True(source.Touches(_folder["beside/in"]));
        Assert.True(inner.Touches(_folder["link"]));
        Assert.False(source.Touches(_folder["beside"]));
    }

    [Theory]
    [InlineData("", null, SealSourceFault.PathNotFound)]
    [InlineData("tree", "", SealSourceFault.UnknownRevision)]
    public void Open_EmptyName_SaysSo(string path, string? revision, SealSourceFault fault)
    {
        _folder.Write("tree/a.txt", "x");

        Assert.Equal(fault, Assert.Throws<SealSourceException>(() => SealSource.Open(path.Length == 0 ? "" : _folder[path], revision, CancellationToken.None)).Fault);
    }

    private static IEnumerable<string> Listed(SealSource source) =>
        source.Entries.Select(entry => $"{Encoding.UTF8.GetString(entry.Path)} {Encoding.ASCII.GetString(entry.Mode.Octal())}");

    private void Posixly(string command)
    {
        using var shell = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("sh", ["-c", command]) { WorkingDirectory = _folder.Path })!;
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }
}
