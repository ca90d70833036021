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

    /// <summary>Whether another folder is this one, lies in it or holds it, by whatever links and mounts it was named.</summary>
    /// <exception cref="PosixException">One of the two cannot be looked at.</exception>
    public bool Touches(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        using var other = OpenRoot(folder);
        return IsAbove(_root, other) || IsAbove(other, _root);
    }

    /// <summary>Walks up from the lower one; the top of all is its own parent.</summary>
    private static bool IsAbove(SafeFileHandle upper, SafeFileHandle lower)
    {
        var wanted = Posix.Stat(upper);
        var at = Posix.Stat(lower);
        for (var path = ".."u8.ToArray(); (at.Inode, at.Device) != (wanted.Inode, wanted.Device); path = [.. path, .. "/.."u8])
        {
            var above = Posix.Stat(lower, path);
            if ((above.Inode, above.Device) == (at.Inode, at.Device))
            {
                return false;
            }

            at = above;
        }

        return true;
    }

    private static void RequireUnchanged(SafeFileHandle handle, SourceEntry entry)
    {
        if (Posix.Stat(handle) != entry.Seen)
        {
            throw new SealSourceException(
                SealSourceFault.ChangedWhileRead, $"{HiddenCharacters.Show(entry.Path)} changed while the folder was read. Nothing was kept; try again when nobody writes to it.");
        }
    }

    private HandleStream OpenFile(SourceEntry entry)
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
            return new HandleStream(handle, () => RequireUnchanged(handle, entry));
        }

        handle.Dispose();
        throw new SealSourceException(SealSourceFault.ChangedWhileRead, $"{shown} was replaced while the folder was read. Nothing was kept; try again when nobody writes to it.");
    }

    private void List(string path, CancellationToken cancellation)
    {
        var (entries, problems, notes) = (new List<SourceEntry>(), new List<SealProblem>(), new List<SealNote>());
        IReadOnlyList<byte[]> folders = [[]];
        while (folders.Count > 0)
        {
            var listed = new Listing[folders.Count];
            Parallel.For(0, listed.Length, new ParallelOptions { CancellationToken = cancellation }, i => listed[i] = ListFolder(folders[i]));
            foreach (var (_, ownEntries, ownProblems, ownNotes) in listed)
            {
                entries.AddRange(ownEntries);
                problems.AddRange(ownProblems);
                notes.AddRange(ownNotes);
            }

            folders = [.. listed.SelectMany(folder => folder.Folders)];
            if (entries.Count + folders.Count > MostFiles)
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

    private Listing ListFolder(byte[] folder)
    {
        var listing = new Listing([], [], [], []);
        try
        {
            using var open = Posix.OpenFolder(_root, folder);
            foreach (var name in Posix.Names(open))
            {
                ListName(open, folder, name, listing);
            }
        }
        catch (PosixException refused)
        {
            listing.Problems.Add(new SealProblem(SealProblemKind.Unreadable, HiddenCharacters.Show(folder), $"the folder cannot be read: {refused.Message}"));
        }

        if (listing.IsEmpty && folder.Length > 0)
        {
            listing.Notes.Add(new SealNote(HiddenCharacters.Show(folder), "an empty folder, which has no place in a seal, was left out"));
        }

        return listing;
    }

    private static void ListName(SafeFileHandle open, byte[] folder, byte[] name, Listing listing)
    {
        byte[] path = folder.Length == 0 ? name : [.. folder, (byte)'/', .. name];
        if (name.AsSpan().SequenceEqual(".git"u8))
        {
            listing.Notes.Add(new SealNote(HiddenCharacters.Show(path), "git's own data was left out"));
            if (folder.Length > 0)
            {
                listing.Problems.Add(new SealProblem(SealProblemKind.Submodule, HiddenCharacters.Show(folder), "a repository of its own; its history is not sealed"));
            }

            return;
        }

        var named = listing.Problems.Count;
        listing.Problems.AddRange(NameRules.Check(name, inGit: false).Select(found => new SealProblem(found.Kind, HiddenCharacters.Show(path), found.What)));
        if (listing.Problems.Skip(named).Any(problem => !problem.Kind.CanAccept()))
        {
            return;
        }

        if (path.Length > LongestPath)
        {
            listing.Problems.Add(new SealProblem(SealProblemKind.Unreadable, HiddenCharacters.Show(path.AsSpan(0, 80)) + "…", $"the path is longer than {LongestPath:N0} bytes"));
            return;
        }

        try
        {
            ListEntry(open, name, path, listing);
        }
        catch (PosixException refused)
        {
            listing.Problems.Add(new SealProblem(SealProblemKind.Unreadable, HiddenCharacters.Show(path), $"it cannot be looked at: {refused.Message}"));
        }
    }

    private static void ListEntry(SafeFileHandle folder, byte[] name, byte[] path, Listing listing)
    {
        var seen = Posix.Stat(folder, name);
        switch (seen.Kind)
        {
            case PosixKind.Folder:
                listing.Folders.Add(path);
                break;
            case PosixKind.Link:
                listing.Entries.Add(new SourceEntry { Path = path, Mode = SealedMode.Link, Content = Posix.LinkText(folder, name), Seen = seen });
                break;
            case PosixKind.Regular when !Posix.CanRead(folder, name):
                listing.Problems.Add(new SealProblem(SealProblemKind.Unreadable, HiddenCharacters.Show(path), "the file may not be read; change its rights"));
                break;
            case PosixKind.Regular:
                listing.Entries.Add(new SourceEntry { Path = path, Mode = seen.OwnerExecutes ? SealedMode.Executable : SealedMode.Regular, Seen = seen });
                break;
            default:
                listing.Problems.Add(new SealProblem(SealProblemKind.SpecialFile, HiddenCharacters.Show(path), "a socket, pipe or device has no content to seal; remove it"));
                break;
        }
    }

    /// <summary>What lies in one folder.</summary>
    private sealed record Listing(List<byte[]> Folders, List<SourceEntry> Entries, List<SealProblem> Problems, List<SealNote> Notes)
    {
        public bool IsEmpty => Folders.Count + Entries.Count + Problems.Count == 0;
    }
}
