using System.Text;

namespace Vitrine.Seals;

/// <summary>A folder as it stands. Nothing is skipped silently: <c>.git</c> at its top and folders without a file are left out, and noted.</summary>
public sealed class FolderSource : SealSource
{
    private const int MostFiles = 10_000_000;

    private readonly byte[] _root;

    private FolderSource(byte[] root) => _root = root;

    /// <inheritdoc/>
    public override SourceDescription Description { get; } = new("folder", null, null, null);

    /// <summary>Lists a folder.</summary>
    /// <exception cref="SealSourceException">There is no such folder, or no file in it.</exception>
    public static FolderSource Open(string path, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RequireFolder(path);
        var source = new FolderSource(Encoding.UTF8.GetBytes(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))));
        source.List(path, cancellation);
        return source;
    }

    internal override IEnumerable<SourceContent> ReadAll(CancellationToken cancellation)
    {
        foreach (var entry in Entries)
        {
            cancellation.ThrowIfCancellationRequested();
            if (entry.Content is { } content)
            {
                yield return new SourceContent(entry, new MemoryStream(content, false), content.Length);
                continue;
            }

            using var stream = OpenFile(entry);
            yield return new SourceContent(entry, stream, entry.Seen.Size);
        }
    }

    private FileStream OpenFile(SourceEntry entry)
    {
        var shown = HiddenCharacters.Show(entry.Path);
        FileStream stream;
        try
        {
            stream = new FileStream(Encoding.UTF8.GetString(Absolute(entry.Path)), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new SealSourceException(SealSourceFault.ChangedWhileRead, $"{shown} could be listed, but not opened: {failure.Message} Nothing was kept; try again when nobody writes to the folder.", failure);
        }

        var now = Posix.Stat(stream.SafeFileHandle);
        if (now.Inode == entry.Seen.Inode && now.Device == entry.Seen.Device && now.Kind == PosixKind.Regular)
        {
            return stream;
        }

        stream.Dispose();
        throw new SealSourceException(SealSourceFault.ChangedWhileRead, $"{shown} was replaced while the folder was read. Nothing was kept; try again when nobody writes to it.");
    }

    private void List(string path, CancellationToken cancellation)
    {
        var entries = new List<SourceEntry>();
        var problems = new List<SealProblem>();
        var notes = new List<SealNote>();
        var folders = new Stack<byte[]>();
        folders.Push([]);
        while (folders.TryPop(out var folder))
        {
            cancellation.ThrowIfCancellationRequested();
            var before = entries.Count + folders.Count + problems.Count;
            try
            {
                ListFolder(folder, folders, entries, problems, notes);
            }
            catch (PosixException refused)
            {
                problems.Add(new SealProblem(SealProblemKind.Unreadable, HiddenCharacters.Show(folder), $"the folder cannot be read: {refused.Message}"));
            }

            if (entries.Count + folders.Count + problems.Count == before && folder.Length > 0)
            {
                notes.Add(new SealNote(HiddenCharacters.Show(folder), "an empty folder, which has no place in a seal, was left out"));
            }

            if (entries.Count > MostFiles)
            {
                throw new SealSourceException(SealSourceFault.TooLarge, $"{path} has more than {MostFiles:N0} files.");
            }
        }

        if (entries.Count == 0 && problems.Count == 0)
        {
            throw new SealSourceException(SealSourceFault.EmptyTree, $"{path} holds no file, so there is nothing to seal.");
        }

        entries.Sort((left, right) => left.Path.AsSpan().SequenceCompareTo(right.Path));
        TreeInspector.Inspect(entries, problems);
        Entries = entries;
        Problems = problems;
        Notes = notes;
    }

    private void ListFolder(byte[] folder, Stack<byte[]> folders, List<SourceEntry> entries, List<SealProblem> problems, List<SealNote> notes)
    {
        foreach (var name in Posix.Names(Absolute(folder)))
        {
            byte[] path = folder.Length == 0 ? name : [.. folder, (byte)'/', .. name];
            if (name.AsSpan().SequenceEqual(".git"u8))
            {
                notes.Add(new SealNote(HiddenCharacters.Show(path), "git's own data was left out"));
                if (folder.Length > 0)
                {
                    problems.Add(new SealProblem(SealProblemKind.Submodule, HiddenCharacters.Show(folder), "a repository of its own; its history is not sealed"));
                }

                continue;
            }

            var named = problems.Count;
            problems.AddRange(NameRules.Check(name, inGit: false).Select(found => new SealProblem(found.Kind, HiddenCharacters.Show(path), found.What)));
            if (problems.Skip(named).Any(problem => !problem.Kind.CanAccept()))
            {
                continue;
            }

            try
            {
                ListEntry(path, folders, entries, problems);
            }
            catch (PosixException refused)
            {
                problems.Add(new SealProblem(SealProblemKind.Unreadable, HiddenCharacters.Show(path), $"it cannot be looked at: {refused.Message}"));
            }
        }
    }

    private void ListEntry(byte[] path, Stack<byte[]> folders, List<SourceEntry> entries, List<SealProblem> problems)
    {
        var absolute = Absolute(path);
        var seen = Posix.Stat(absolute);
        switch (seen.Kind)
        {
            case PosixKind.Folder:
                folders.Push(path);
                break;
            case PosixKind.Link:
                entries.Add(new SourceEntry { Path = path, Mode = SealedMode.Link, Content = Posix.LinkText(absolute), Seen = seen });
                break;
            case PosixKind.Regular:
                if (!Posix.CanRead(absolute))
                {
                    problems.Add(new SealProblem(SealProblemKind.Unreadable, HiddenCharacters.Show(path), "the file may not be read; change its rights"));
                    break;
                }

                entries.Add(new SourceEntry { Path = path, Mode = seen.OwnerExecutes ? SealedMode.Executable : SealedMode.Regular, Seen = seen });
                break;
            default:
                problems.Add(new SealProblem(SealProblemKind.SpecialFile, HiddenCharacters.Show(path), "a socket, pipe or device has no content to seal; remove it"));
                break;
        }
    }

    private byte[] Absolute(byte[] path) => path.Length == 0 ? _root : [.. _root, (byte)'/', .. path];
}
