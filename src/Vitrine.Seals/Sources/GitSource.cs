using System.Text;

namespace Vitrine.Seals;

/// <summary>A git repository, bare or not, at a revision. What is sealed is the commit's tree, whatever the working folder holds.</summary>
public sealed class GitSource : SealSource
{
    private const int MostFiles = 10_000_000;
    private const int MostTreeBytes = 64 << 20;
    private const int MostCommitBytes = 16 << 20;
    private const int MostLinkBytes = 1 << 16;
    private const int LongestPath = 65_535;

    private readonly GitBatch _git;
    private readonly string _path;

    private GitSource(GitBatch git, string path, SourceDescription description)
    {
        _git = git;
        _path = path;
        Description = description;
    }

    /// <inheritdoc/>
    public override SourceDescription Description { get; }

    /// <summary>Whether a folder is a repository itself: with a <c>.git</c> (a folder, or the file of a worktree), or bare.</summary>
    public static bool IsRepository(string path) =>
        Path.Exists(Path.Combine(path, ".git"))
        || (File.Exists(Path.Combine(path, "HEAD")) && Directory.Exists(Path.Combine(path, "objects")) && Directory.Exists(Path.Combine(path, "refs")));

    /// <summary>Resolves the revision and lists its tree.</summary>
    /// <exception cref="SealSourceException">No repository, commit or revision; git is missing or fails; the tree is empty.</exception>
    public static new GitSource Open(string path, string revision, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(revision);
        RequireFolder(path);
        if (revision.AsSpan().ContainsAnyInRange('\0', '\x1F') || revision.Length > 256)
        {
            throw new SealSourceException(SealSourceFault.UnknownRevision, "A revision is a name of at most 256 characters without control characters.");
        }

        var git = GitBatch.Start(path);
        var kept = false;
        try
        {
            using var stop = cancellation.Register(git.Kill);
            var source = new GitSource(git, path, Resolve(git, path, revision));
            source.List(cancellation);
            kept = true;
            return source;
        }
        catch (SealSourceException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        finally
        {
            if (!kept)
            {
                git.Dispose();
            }
        }
    }

    internal override IEnumerable<SourceContent> ReadAll(CancellationToken cancellation)
    {
        using var stop = cancellation.Register(_git.Kill);
        var asked = 0;
        for (var next = 0; next < Entries.Count; next++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (; asked < Entries.Count && asked - next < GitBatch.Ahead; asked++)
            {
                if (Entries[asked].Content is null)
                {
                    _git.Request(Entries[asked].ObjectId!);
                }
            }

            var entry = Entries[next];
            if (entry.Content is { } content)
            {
                yield return new SourceContent(entry, () => new MemoryStream(content, false), content.Length);
                continue;
            }

            var header = Header(entry.ObjectId!, "blob", entry.Path);
            using var stream = _git.Content(header.Size);
            yield return new SourceContent(entry, () => stream, header.Size);
            if (stream.Position != stream.Length)
            {
                stream.CopyTo(Stream.Null);
            }

            _git.EndContent();
        }
    }

    private protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _git.Dispose();
        }

        base.Dispose(disposing);
    }

    private static SourceDescription Resolve(GitBatch git, string path, string revision)
    {
        git.Request(revision + "^{commit}");
        if (git.ReadHeader() is not { Type: "commit" } header)
        {
            git.Request("HEAD^{commit}");
            throw git.ReadHeader() is null && revision is "HEAD" or "@"
                ? new SealSourceException(SealSourceFault.NoCommit, $"{path} is a repository without a commit at HEAD. Commit something, or seal its files as they stand with --folder.")
                : new SealSourceException(SealSourceFault.UnknownRevision, $"{path} has no commit named {HiddenCharacters.Show(Encoding.UTF8.GetBytes(revision))}.");
        }

        var tree = GitTree.TreeOf(git.ReadContent(header, MostCommitBytes))
            ?? throw new SealSourceException(SealSourceFault.GitFailed, $"The commit {header.Id} in {path} is malformed.");
        return new SourceDescription("git", revision, header.Id, tree);
    }

    private void List(CancellationToken cancellation)
    {
        var entries = new List<SourceEntry>();
        var problems = new List<SealProblem>();
        var folders = new Queue<(byte[] Path, string Id)>();
        folders.Enqueue(([], Description.Tree!));
        for (var trees = 0; folders.Count > 0; trees += GitBatch.Ahead)
        {
            cancellation.ThrowIfCancellationRequested();
            var ahead = Math.Min(folders.Count, GitBatch.Ahead);
            var batch = new (byte[] Path, string Id)[ahead];
            for (var i = 0; i < ahead; i++)
            {
                batch[i] = folders.Dequeue();
                _git.Request(batch[i].Id);
            }

            foreach (var (path, id) in batch)
            {
                var content = _git.ReadContent(Header(id, "tree", path), MostTreeBytes);
                var parsed = GitTree.TryParse(content, id.Length / 2)
                    ?? throw new SealSourceException(SealSourceFault.GitFailed, $"The tree {id} in {_path} is malformed.");
                parsed.ForEach(entry => Add(path, entry, folders, entries, problems));
            }

            if (entries.Count > MostFiles || trees > MostFiles)
            {
                throw new SealSourceException(SealSourceFault.TooLarge, $"{_path} has more than {MostFiles:N0} files at {Description.Revision}.");
            }
        }

        if (entries.Count == 0 && problems.Count == 0)
        {
            throw new SealSourceException(SealSourceFault.EmptyTree, $"{_path} at {Description.Revision} holds no file, so there is nothing to seal.");
        }

        entries.Sort((left, right) => left.Path.AsSpan().SequenceCompareTo(right.Path));
        ReadLinks(entries);
        TreeInspector.Inspect(entries, problems);
        Entries = entries;
        Problems = problems;
    }

    private void Add(byte[] folder, GitTreeEntry entry, Queue<(byte[] Path, string Id)> folders, List<SourceEntry> entries, List<SealProblem> problems)
    {
        byte[] path = folder.Length == 0 ? entry.Name : [.. folder, (byte)'/', .. entry.Name];
        if (path.Length > LongestPath)
        {
            throw new SealSourceException(SealSourceFault.TooLarge, $"A path in {_path} is longer than {LongestPath:N0} bytes: {HiddenCharacters.Show(path.AsSpan(0, 80))}…");
        }

        var named = problems.Count;
        problems.AddRange(NameRules.Check(entry.Name, inGit: true).Select(found => new SealProblem(found.Kind, HiddenCharacters.Show(path), found.What)));
        if (problems.Skip(named).Any(problem => !problem.Kind.CanAccept()))
        {
            return;
        }

        switch (entry.Mode)
        {
            case "40000":
                folders.Enqueue((path, entry.Id));
                break;
            case "160000":
                entries.Add(new SourceEntry { Path = path, Mode = SealedMode.Submodule, Content = Encoding.ASCII.GetBytes(entry.Id) });
                break;
            case "120000":
                entries.Add(new SourceEntry { Path = path, Mode = SealedMode.Link, ObjectId = entry.Id });
                break;
            case "100755":
                entries.Add(new SourceEntry { Path = path, Mode = SealedMode.Executable, ObjectId = entry.Id });
                break;
            case "100644" or "100664":
                entries.Add(new SourceEntry { Path = path, Mode = SealedMode.Regular, ObjectId = entry.Id });
                break;
            default:
                problems.Add(new SealProblem(SealProblemKind.SpecialFile, HiddenCharacters.Show(path), $"the mode {entry.Mode} is none of git's"));
                break;
        }
    }

    private void ReadLinks(List<SourceEntry> entries)
    {
        foreach (var links in entries.Where(entry => entry.Mode == SealedMode.Link).Chunk(GitBatch.Ahead))
        {
            foreach (var link in links)
            {
                _git.Request(link.ObjectId!);
            }

            foreach (var link in links)
            {
                link.Content = _git.ReadContent(Header(link.ObjectId!, "blob", link.Path), MostLinkBytes);
            }
        }
    }

    private GitObject Header(string id, string type, byte[] path)
    {
        var header = _git.ReadHeader() ?? throw new SealSourceException(
            SealSourceFault.ObjectMissing, $"{HiddenCharacters.Show(path)} cannot be read from the repository {_path}: the object {id} is missing or damaged. Fetch it again; git fsck names all that are.");
        return header.Type == type
            ? header
            : throw new SealSourceException(SealSourceFault.GitFailed, $"{HiddenCharacters.Show(path)} in {_path} is a {header.Type}, not a {type} (object {id}).");
    }
}
