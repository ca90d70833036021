using System.Text;

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
    internal IReadOnlyList<SourceEntry> Entries { get; private protected set; } = [];

    /// <summary>
    /// Lists <paramref name="path"/>: a git repository at <paramref name="revision"/>; without a revision, a repository (bare too) at HEAD,
    /// and any other folder as it stands. To seal a repository's working folder as it stands, use <see cref="FolderSource.Open"/>.
    /// </summary>
    /// <exception cref="SealSourceException">There is no such path, revision or commit, or the tree is empty.</exception>
    public static SealSource Open(string path, string? revision, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
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

    /// <summary>The contents, in the order of <see cref="Entries"/>.</summary>
    internal abstract IEnumerable<SourceContent> ReadAll(CancellationToken cancellation);

    private protected static void RequireFolder(string path)
    {
        if (File.Exists(path))
        {
            throw new SealSourceException(SealSourceFault.NotAFolder, $"{path} is a file. Give a folder or a git repository; unpack an archive first.");
        }

        if (!Directory.Exists(path))
        {
            throw new SealSourceException(SealSourceFault.PathNotFound, $"{path} does not exist, or may not be looked at.");
        }
    }

    private protected virtual void Dispose(bool disposing)
    {
    }

    private protected static string Text(byte[] path) => Encoding.UTF8.GetString(path);
}
