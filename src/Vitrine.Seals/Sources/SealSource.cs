namespace Vitrine.Seals;

/// <summary>A tree that can be sealed. It has been listed; its files are read, each once, when it is sealed.</summary>
public abstract class SealSource : IDisposable
{
    private protected SealSource()
    {
    }

    /// <summary>What it is.</summary>
    public abstract SourceDescription Description { get; }

    /// <summary>What the listing found in the way of sealing; contents are looked at when it is sealed.</summary>
    public IReadOnlyList<SealProblem> Problems { get; private protected set; } = [];

    /// <summary>What was left out or changed by the listing.</summary>
    public IReadOnlyList<SealNote> Notes { get; private protected set; } = [];

    /// <summary>How many files there are.</summary>
    public int Count => Entries.Count;

    /// <summary>The files, by path (as bytes).</summary>
    internal IReadOnlyList<SourceEntry> Entries
    {
        get;
        private protected set
        {
            field = value;
            for (var place = 0; place < value.Count; place++)
            {
                value[place].Place = place;
            }
        }
    }

    = [];

    /// <summary>
    /// Lists <paramref name="path"/>: an archive; a git repository at <paramref name="revision"/>; without a revision, a repository (bare too) at HEAD,
    /// and any other folder as it stands. To seal a repository's working folder as it stands, use <see cref="FolderSource.Open"/>.
    /// </summary>
    /// <exception cref="SealSourceException">There is no such path, revision or commit, or the tree is empty.</exception>
    public static SealSource Open(string path, string? revision, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0)
        {
            throw new SealSourceException(SealSourceFault.PathNotFound, "The source's name is empty. Give a folder, a git repository, or an archive.");
        }

        if (revision?.Length == 0)
        {
            throw new SealSourceException(SealSourceFault.UnknownRevision, "The revision's name is empty. Give one, or leave it out for HEAD.");
        }

        if (File.Exists(path))
        {
            return revision is null ? ArchiveSource.Open(path, cancellation)
                : throw new SealSourceException(SealSourceFault.NotARepository, $"{path} is a file, which has no revisions. Leave the revision out.");
        }

        RequireFolder(path);
        return revision is not null || GitSource.IsRepository(path)
            ? GitSource.Open(path, revision ?? "HEAD", cancellation)
            : FolderSource.Open(path, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Whether contents may be opened at any time, on any thread and several at once. Otherwise each is opened and read to its end before the next is asked for.
    /// </summary>
    internal virtual bool ReadsInAnyOrder => false;

    /// <summary>The contents, each once, in the order in which they are best read; of an entry that is <see cref="SourceEntry.SameAs"/> another, none.</summary>
    internal abstract IEnumerable<SourceContent> ReadAll(CancellationToken cancellation);

    private protected static void RequireFolder(string path)
    {
        if (File.Exists(path))
        {
            throw new SealSourceException(SealSourceFault.NotAFolder, $"{path} is a file. Give a folder or a git repository.");
        }

        if (!Directory.Exists(path))
        {
            throw new SealSourceException(
                SealSourceFault.PathNotFound,
                Path.GetFullPath(path).Contains('\uFFFD')
                    ? $"{path} cannot be reached by this name: it, or a folder that it lies in, has a name that is not UTF-8 (shown as \uFFFD). Make a link to it, and seal that: ln -s \"$(realpath SOURCE)\" /tmp/source"
                    : $"{path} does not exist, or may not be looked at.");
        }
    }

    private protected virtual void Dispose(bool disposing)
    {
    }
}
