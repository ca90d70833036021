using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Vitrine.Seals;

/// <summary>A folder as it stands. Nothing is skipped silently: <c>.git</c> at its top and folders without a file are left out, and noted.</summary>
public sealed class FolderSource : SealSource
{
    private const int MostFiles = 10_000_000;
    private const int LongestPath = 65_535;

    private readonly SafeFileHandle _root;

    private FolderSource(SafeFileHandle root) => _root = root;

    /// <inheritdoc/>
    public override SourceDescription Description { get; } = new("folder", null, null, null);

    /// <summary>Lists a folder.</summary>
    /// <exception cref="SealSourceException">There is no such folder, or no file in it.</exception>
    public static FolderSource Open(string path, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RequireFolder(path);
        var source = new FolderSource(OpenRoot(path));
        var listed = false;
        try
        {
            source.List(path, cancellation);
            listed = true;
            return source;
        }
        finally
        {
            if (!listed)
            {
                source.Dispose();
            }
        }
    }

    internal override bool ReadsInAnyOrder => true;

    internal override IEnumerable<SourceContent> ReadAll(CancellationToken cancellation)
    {
        foreach (var entry in Entries)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return entry.Content is { } content
                ? new SourceContent(entry, () => new MemoryStream(content, false), content.Length)
                : new SourceContent(entry, () => OpenFile(entry), entry.Seen.Size);
        }
    }

    private protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _root.Dispose();
        }

        base.Dispose(disposing);
    }

    private static SafeFileHandle OpenRoot(string path)
    {
        try
        {
            return Posix.OpenFolder(Encoding.UTF8.GetBytes(Path.GetFullPath(path)));
        }
        catch (PosixException refused)
        {
            throw new SealSourceException(SealSourceFault.Unreadable, $"{path} cannot be opened: {refused.Message}. Change its rights, or seal it as someone who may read it.", refused);
        }
    }

    private FileStream OpenFile(SourceEntry entry)
    {
        var shown = HiddenCharacters.Show(entry.Path);
        SafeFileHandle handle;
        try
        {
            handle = Posix.OpenFileBelow(_root, entry.Path);
        }
        catch (PosixException failure)
        {
            throw new SealSourceException(SealSourceFault.ChangedWhileRead, $"{shown} could be listed, but not opened: {failure.Message}. Nothing was kept; try again when nobody writes to the folder.", failure);
        }

        var now = Posix.Stat(handle);
        if (now.Inode == entry.Seen.Inode && now.Device == entry.Seen.Device && now.Kind == PosixKind.Regular)
        {
            return new FileStream(handle, FileAccess.Read, 0);
        }

        handle.Dispose();
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
        using var open = Posix.OpenFolder(_root, folder);
        foreach (var name in Posix.Names(open))
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

            if (path.Length > LongestPath)
            {
                problems.Add(new SealProblem(SealProblemKind.Unreadable, HiddenCharacters.Show(path.AsSpan(0, 80)) + "…", $"the path is longer than {LongestPath:N0} bytes"));
                continue;
            }

            try
            {
                ListEntry(open, name, path, folders, entries, problems);
            }
            catch (PosixException refused)
            {
                problems.Add(new SealProblem(SealProblemKind.Unreadable, HiddenCharacters.Show(path), $"it cannot be looked at: {refused.Message}"));
            }
        }
    }

    private static void ListEntry(SafeFileHandle folder, byte[] name, byte[] path, Stack<byte[]> folders, List<SourceEntry> entries, List<SealProblem> problems)
    {
        var seen = Posix.Stat(folder, name);
        switch (seen.Kind)
        {
            case PosixKind.Folder:
                folders.Push(path);
                break;
            case PosixKind.Link:
                entries.Add(new SourceEntry { Path = path, Mode = SealedMode.Link, Content = Posix.LinkText(folder, name), Seen = seen });
                break;
            case PosixKind.Regular:
                if (!Posix.CanRead(folder, name))
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
}
