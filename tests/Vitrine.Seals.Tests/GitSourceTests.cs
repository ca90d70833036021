using System.Text;

namespace Vitrine.Seals.Tests;

public sealed class GitSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sha1")]
    [InlineData("sha256")]
    public async Task MakeAsync_RevisionOfARepository_HasTheFolderRoot(string format)
    {
        Sample("repo");
        Sample("folder");
        var commit = Git.Commit(_folder["repo"], "--object-format", format);
        _folder.Write("repo/uncommitted", "not sealed");
        using var store = TestKeys.Store(_folder["store"]);

        var fromGit = await store.MakeAsync(SealSource.Open(_folder["repo"], null, CancellationToken.None));
        var fromFolder = await store.MakeAsync(_folder["folder"]);

        Assert.Equal(fromFolder.Root, fromGit.Root);
        Assert.True(fromFolder.WasThere);
        Assert.Equal(("git", "HEAD", commit), (fromGit.About.Source.Kind, fromGit.About.Source.Revision, fromGit.About.Source.Commit));
        Assert.Equal(Git.Run(_folder["repo"], "rev-parse", "HEAD^{tree}"), fromGit.About.Source.Tree);
    }

    [Fact]
    public async Task MakeAsync_BareRepositoryAtATag_SealsThatCommit()
    {
        Sample("repo");
        Git.Commit(_folder["repo"]);
        Git.Run(_folder["repo"], "tag", "-a", "-m", "one", "v1");
        _folder.Write("repo/a.txt", "later");
        Git.Run(_folder["repo"], "commit", "-qam", "two");
        Git.Run(_folder.Path, "clone", "-q", "--bare", "repo", "bare");
        using var store = TestKeys.Store(_folder["store"]);

        var made = await store.MakeAsync(SealSource.Open(_folder["bare"], "v1", CancellationToken.None));

        using var seal = store.Open(made.Root);
        Assert.Equal("first\n", Encoding.UTF8.GetString(seal.Whole.Read("a.txt").Span));
    }

    [Fact]
    public async Task MakeAsync_ReplacedObject_IsTheCommitted()
    {
        Sample("repo");
        Git.Commit(_folder["repo"]);
        var real = Git.Run(_folder["repo"], "rev-parse", "HEAD:a.txt");
        var other = Git.Run(_folder["repo"], "harmless\n"u8.ToArray(), "hash-object", "-w", "--stdin");
        Git.Run(_folder["repo"], "replace", real, other);
        using var store = TestKeys.Store(_folder["store"]);

        using var seal = store.Open((await store.MakeAsync(Sealing.Git(_folder["repo"]))).Root);

        Assert.Equal("first\n", Encoding.UTF8.GetString(seal.Whole.Read("a.txt").Span));
    }

    [Fact]
    public void Open_RepositoryConfiguredToRunThings_RunsNothing()
    {
        Sample("repo");
        Git.Commit(_folder["repo"]);
        var trace = _folder["ran"];
        foreach (var name in (string[])["core.fsmonitor", "core.pager", "core.sshCommand", "core.alternateRefsCommand", "core.askPass", "core.editor"])
        {
            Git.Run(_folder["repo"], "config", name, $"touch {trace}; false");
        }

        Git.Run(_folder["repo"], "config", "filter.evil.smudge", $"touch {trace}");
        _folder.Write("repo/.git/info/attributes", "* filter=evil\n");
        using var source = Sealing.Git(_folder["repo"]);
        foreach (var content in source.ReadAll(CancellationToken.None))
        {
            content.Open().CopyTo(Stream.Null);
        }

        Assert.False(File.Exists(trace));
    }

    [Fact]
    public async Task MakeAsync_Submodule_IsRefusedUnlessAcceptedAndThenItsCommitIsSealed()
    {
        Sample("repo");
        Git.Commit(_folder["repo"]);
        var commit = new string('5', 40);
        Git.Run(_folder["repo"], "update-index", "--add", "--cacheinfo", $"160000,{commit},vendor/lib");
        Git.Run(_folder["repo"], "commit", "-qm", "submodule");
        using var store = TestKeys.Store(_folder["store"]);

        var refused = await Assert.ThrowsAsync<SealRefusedException>(() => store.MakeAsync(Sealing.Git(_folder["repo"])));
        var made = await store.MakeAsync(Sealing.Git(_folder["repo"]), Sealing.Accepting(SealProblemKind.Submodule));

        Assert.Equal([(SealProblemKind.Submodule, "vendor/lib")], refused.Problems.Select(problem => (problem.Kind, problem.Path)));
        using var seal = store.Open(made.Root);
        Assert.Equal(SealedMode.Submodule, seal.Whole.File("vendor/lib").Mode);
        Assert.Equal(commit, Encoding.ASCII.GetString(seal.Whole.Read("vendor/lib").Span));
        Assert.Equal([SealProblemKind.Submodule], seal.About.Accepted.Select(problem => problem.Kind));
    }

    [Fact]
    public void Open_MadeUpTrees_AreProblemsThatCannotBeAccepted()
    {
        Sample("repo");
        Git.Commit(_folder["repo"]);
        var blob = Git.Run(_folder["repo"], "rev-parse", "HEAD:a.txt");
        var tree = new List<byte>();
        foreach (var name in (byte[][])[[.. ".."u8], [.. ".git"u8], [.. "a/b"u8], [0x63, 0xE9], [.. "same"u8], [.. "same"u8]])
        {
            tree.AddRange([.. "100644 "u8, .. name, 0, .. Convert.FromHexString(blob)]);
        }

        var id = Git.Run(_folder["repo"], [.. tree], "hash-object", "-w", "-t", "tree", "--stdin", "--literally");
        var commit = Git.Run(_folder["repo"], [], "commit-tree", "-m", "evil", id);

        using var source = Sealing.Git(_folder["repo"], commit);

        Assert.Equal(["..", ".git", "a/b", "same"], source.Problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
        Assert.All(source.Problems, problem => Assert.False(problem.Kind.CanAccept()));
    }

    [Fact]
    public void Open_RepositoryWithoutACommit_SaysSo()
    {
        Directory.CreateDirectory(_folder["repo"]);
        Git.Run(_folder["repo"], "init", "-q");

        var refused = Assert.Throws<SealSourceException>(() => SealSource.Open(_folder["repo"], null, CancellationToken.None));

        Assert.Equal(SealSourceFault.NoCommit, refused.Fault);
    }

    [Fact]
    public void Open_EmptyGitFolder_SaysHowToSealItAllTheSame()
    {
        Directory.CreateDirectory(_folder["repo/.git"]);

        var refused = Assert.Throws<SealSourceException>(() => SealSource.Open(_folder["repo"], null, CancellationToken.None));

        Assert.Equal(SealSourceFault.NotARepository, refused.Fault);
        Assert.Contains("--folder", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A folder keeps paths of any length; so does git, whose trees are objects.</summary>
    [Fact]
    public async Task MakeAsync_PathsOfOverFourKibibytes_AreKept()
    {
        Directory.CreateDirectory(_folder["repo"]);
        Git.Run(_folder["repo"], "init", "-q");
        var blob = Git.Run(_folder["repo"], "deep"u8.ToArray(), "hash-object", "-w", "--stdin");
        var names = Enumerable.Repeat(new string('d', 200), 24).ToArray();
        var tree = Tree($"100644 blob {blob}\tfile");
        foreach (var name in names)
        {
            tree = Tree($"040000 tree {tree}\t{name}");
        }

        var commit = Git.Run(_folder["repo"], "commit-tree", "-m", "deep", tree);
        using var store = TestKeys.Store(_folder["store"]);

        var made = await store.MakeAsync(Sealing.Git(_folder["repo"], commit));

        using var seal = store.Open(made.Root);
        Assert.Equal(string.Join('/', names) + "/file", seal.Whole.Files.Single().Path);

        string Tree(string line) => Git.Run(_folder["repo"], System.Text.Encoding.UTF8.GetBytes(line + "\n"), "mktree");
    }

    [Theory]
    [InlineData("v9")]
    [InlineData("HEAD~99")]
    [InlineData("--help")]
    [InlineData("HEAD^{tree}")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    public void Open_UnknownRevision_SaysSo(string revision)
    {
        Sample("repo");
        Git.Commit(_folder["repo"]);

        var refused = Assert.Throws<SealSourceException>(() => Sealing.Git(_folder["repo"], revision));

        Assert.Equal(SealSourceFault.UnknownRevision, refused.Fault);
    }

    [Fact]
    public void Open_RevisionOfAFolderInsideARepository_SaysItIsNoRepository()
    {
        Sample("repo");
        Git.Commit(_folder["repo"]);

        var refused = Assert.Throws<SealSourceException>(() => SealSource.Open(_folder["repo/inner"], "HEAD", CancellationToken.None));

        Assert.Equal(SealSourceFault.NotARepository, refused.Fault);
    }

    [Fact]
    public void Open_EmptyCommit_SaysSo()
    {
        Directory.CreateDirectory(_folder["repo"]);
        Git.Commit(_folder["repo"]);

        Assert.Equal(SealSourceFault.EmptyTree, Assert.Throws<SealSourceException>(() => Sealing.Git(_folder["repo"])).Fault);
    }

    [Fact]
    public async Task MakeAsync_MissingObject_NamesTheFile()
    {
        Sample("repo");
        Git.Commit(_folder["repo"]);
        var blob = Git.Run(_folder["repo"], "rev-parse", "HEAD:a.txt");
        File.Delete(_folder[$"repo/.git/objects/{blob[..2]}/{blob[2..]}"]);
        using var store = TestKeys.Store(_folder["store"]);

        var refused = await Assert.ThrowsAsync<SealSourceException>(() => store.MakeAsync(Sealing.Git(_folder["repo"])));

        Assert.Equal(SealSourceFault.ObjectMissing, refused.Fault);
        Assert.StartsWith("a.txt ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MakeAsync_DamagedObject_IsNotSaidToBeLeftOutOfAClone()
    {
        Sample("repo");
        Git.Commit(_folder["repo"]);
        var blob = Git.Run(_folder["repo"], "rev-parse", "HEAD:a.txt");
        var path = _folder[$"repo/.git/objects/{blob[..2]}/{blob[2..]}"];
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var bytes = File.ReadAllBytes(path);
        bytes[4] ^= 0xff;
        File.WriteAllBytes(path, bytes);
        using var store = TestKeys.Store(_folder["store"]);

        var refused = await Assert.ThrowsAsync<SealSourceException>(() => store.MakeAsync(Sealing.Git(_folder["repo"])));

        Assert.Contains("damaged", refused.Message, StringComparison.Ordinal);
        Assert.Empty(store.List());
    }

    [Fact]
    public async Task MakeAsync_PartialClone_FetchesNothingAndSaysWhatToDo()
    {
        Sample("repo");
        Git.Commit(_folder["repo"]);
        Git.Run(_folder["repo"], "config", "uploadpack.allowFilter", "true");
        Git.Run(_folder.Path, "clone", "-q", "--filter=blob:none", "--no-checkout", "--no-local", "file://" + _folder["repo"], "part");
        using var store = TestKeys.Store(_folder["store"]);

        var refused = await Assert.ThrowsAsync<SealSourceException>(() => store.MakeAsync(Sealing.Git(_folder["part"])));

        Assert.Contains("fetch what a partial clone left out", refused.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task MakeAsync_ManyAndLargeFiles_AllArrive()
    {
        Directory.CreateDirectory(_folder["repo"]);
        for (var i = 0; i < 1500; i++)
        {
            _folder.Write($"repo/d{i % 40}/f{i}.txt", $"file {i}\n");
        }

        var large = new byte[6_000_000];
        new Random(4).NextBytes(large);
        _folder.Write("repo/large.bin", large);
        Git.Commit(_folder["repo"]);
        using var store = TestKeys.Store(_folder["store"]);

        var made = await store.MakeAsync(Sealing.Git(_folder["repo"]));

        using var seal = store.Open(made.Root);
        Assert.Equal(1501, seal.Whole.Files.Length);
        Assert.True(seal.Whole.Read("large.bin").Span.SequenceEqual(large));
        Assert.Equal("file 1499\n", Encoding.UTF8.GetString(seal.Whole.Read("d19/f1499.txt").Span));
    }

    private void Sample(string name) => _folder
        .Write($"{name}/a.txt", "first\n")
        .Write($"{name}/empty", "")
        .Write($"{name}/inner/bytes", [0xFF, 0x00, 0xC3, 0x28, 0x0A])
        .Write($"{name}/inner/run.sh", "#!/bin/sh\n").Executable($"{name}/inner/run.sh")
        .Link($"{name}/inner/link", "../a.txt");
}
