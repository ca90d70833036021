namespace Vitrine.Artifacts;

/// <summary>
/// Opens a file as what it is, and what it holds, to any depth within limits: zip, nupkg, jar, tar, gzip, xz, ar, deb. Nothing is ever
/// written under a name that a file gives.
/// </summary>
/// <remarks>
/// Hostile files end in a tree, never in an exception: what cannot be opened carries its fault and does not stop the rest. Members are
/// unpacked one at a time into memory, or past <see cref="OpenLimits.MemoryBytes"/> into a temporary file that has no name any more
/// when the first byte is written; at most <see cref="OpenLimits.Depth"/> of them exist at once. The file must not change meanwhile.
/// </remarks>
/// <exception cref="ArgumentOutOfRangeException">A limit makes no sense.</exception>
public sealed class Opener
{
    private readonly OpenLimits _limits;

    public Opener(OpenLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        limits.Validate();
        _limits = limits;
    }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file; the last part of it begins every <see cref="Member.Path"/>.</param>
    /// <param name="visit">
    /// Called for each member whose bytes could be read, a container before what it holds, the file itself first. The bytes are open only
    /// during the call. Faults of a container are not known yet.
    /// </param>
    /// <param name="cancellationToken">Asked for every block that is read.</param>
    /// <exception cref="IOException">The file is absent or cannot be read, or there is no room for a temporary file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public MemberTree Open(string path, Action<Member, ByteSource>? visit, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var source = ByteSource.OpenFile(path);
        return Open(source, Path.GetFileName(path), visit, cancellationToken);
    }

    /// <summary>Opens bytes as if they were a file of that name.</summary>
    /// <exception cref="IOException">There is no room for a temporary file.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public MemberTree Open(ByteSource source, string name, Action<Member, ByteSource>? visit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(name);
        return new OpenWalk(_limits, source.Length, visit, cancellationToken).Run(source, name);
    }
}
