using System.Text;
using Vitrine.Artifacts;

namespace Vitrine.Seals;

/// <summary>
/// An archive: what unpacking it into an empty folder would leave is sealed, with the root that folder would have. Nothing is unpacked to disk. docs/formats/seal.md, "Sources".
/// </summary>
public abstract class ArchiveSource : SealSource
{
    private readonly string _kind;
    private readonly SortedSet<string> _leftOut = new(StringComparer.Ordinal);
    private string _path = "";
    private PosixStat _seen;

    private protected ArchiveSource(string kind) => _kind = kind;

    /// <inheritdoc/>
    public override SourceDescription Description => new(_kind, null, null, null);

    /// <summary>Lists an archive: zip, tar, or tar compressed with gzip or xz, told by its first bytes.</summary>
    /// <exception cref="SealSourceException">It is none of these, is not well formed, spends more than it may, or holds no file.</exception>
    public static ArchiveSource Open(string path, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var (file, seen) = Opened(path);
        var kept = false;
        try
        {
            ArchiveSource source = KindOf(file) switch
            {
                "zip" => new ZipSource(file, cancellation),
                { } kind => new TarSource(file, kind, cancellation),
                null => throw new SealSourceException(SealSourceFault.NotAFolder, $"{path} is a file, but no archive that is read here. Give a folder, a git repository, a zip, or a tar, plain or with gzip or xz."),
            };
            source.RequireFiles(path);
            (source._path, source._seen) = (path, seen);
            kept = true;
            return source;
        }
        catch (ArtifactFormatException malformed)
        {
            throw Malformed(path, malformed);
        }
        catch (IOException malformed)
        {
            throw new SealSourceException(SealSourceFault.Unreadable, $"The archive {path} is not read: {malformed.Message} Nothing was kept.", malformed);
        }
        finally
        {
            if (!kept)
            {
                file.Dispose();
            }
        }
    }

    private protected static SealSourceException Malformed(string path, ArtifactFormatException cause) => new(
        cause.Fault == ArtifactFault.LimitExceeded ? SealSourceFault.TooLarge : SealSourceFault.Unreadable,
        $"The archive {path} is not read: {cause.Message} ({cause.Format}{(cause.Offset >= 0 ? FormattableString.Invariant($", byte {cause.Offset:N0}") : "")}). Nothing was kept.",
        cause);

    /// <summary>
    /// Adds what a member would leave, or the problem that it is. Returns null for what leaves nothing: a folder, or a name that would lead out.
    /// </summary>
    private protected byte[]? TryName(ReadOnlySpan<byte> name, bool isFolder, List<SealProblem> problems)
    {
        // "./" in front is how tar names what lies in the folder it was given; it leads nowhere else.
        while (name.StartsWith("./"u8))
        {
            name = name[2..].TrimStart((byte)'/');
        }

        name = name.TrimEnd((byte)'/');
        if (name.IsEmpty || name.SequenceEqual("."u8))
        {
            if (!isFolder)
            {
                problems.Add(new SealProblem(SealProblemKind.UnsafeName, HiddenCharacters.Show(name), "a member without a name, which unpacks to nothing"));
            }

            return null;
        }

        if (name.Length > ArchiveLimits.LongestName || name.Count((byte)'/') > ArchiveLimits.Depth)
        {
            problems.Add(new SealProblem(SealProblemKind.UnsafeName, HiddenCharacters.Show(name[..80]) + "…", "the path is longer or deeper than is read"));
            return null;
        }

        var path = name.ToArray();
        var before = problems.Count;
        foreach (var part in path.AsSpan().Split((byte)'/'))
        {
            if (path.AsSpan()[part].SequenceEqual(".git"u8))
            {
                if (part.Start.Value > 0)
                {
                    problems.Add(new SealProblem(SealProblemKind.Submodule, HiddenCharacters.Show(path.AsSpan(0, part.Start.Value - 1)), "a repository of its own; its history is not sealed"));
                }

                _leftOut.Add(HiddenCharacters.Show(path.AsSpan(0, part.End.Value)));
                return null;
            }

            problems.AddRange(NameRules.Check(path[part], inGit: false).Select(found => new SealProblem(found.Kind, HiddenCharacters.Show(path), found.What)));
        }

        return problems.Skip(before).Any(problem => !problem.Kind.CanAccept()) ? null : path;
    }

    /// <summary>Sorts what was listed and looks at it as a whole.</summary>
    private protected void Finish(List<SourceEntry> entries, List<SealProblem> problems)
    {
        entries.Sort((left, right) => left.Path.AsSpan().SequenceCompareTo(right.Path));
        TreeInspector.Inspect(entries, problems);
        Entries = entries;
        Problems = [.. problems.Distinct()];
        Notes = [.. _leftOut.Select(left => new SealNote(left, "git's own data was left out"))];
    }

    /// <summary>An archive is read more than once, so it must be the same file from its listing to its last content.</summary>
    private protected void RequireUnchanged()
    {
        if (Posix.Stat(Encoding.UTF8.GetBytes(Path.GetFullPath(_path))) != _seen)
        {
            throw new SealSourceException(SealSourceFault.ChangedWhileRead, $"The archive {_path} changed while it was read. Nothing was kept; try again when nobody writes to it.");
        }
    }

    private static (ByteSource File, PosixStat Seen) Opened(string path)
    {
        try
        {
            // Of a pipe, opening would wait for whoever writes to it.
            return Posix.Stat(Encoding.UTF8.GetBytes(Path.GetFullPath(path))) is { Kind: PosixKind.Regular } seen
                ? (ByteSource.OpenFile(path), seen)
                : throw new SealSourceException(SealSourceFault.NotAFolder, $"{path} is a pipe, socket or device. Give a folder, a git repository, or an archive in a file.");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new SealSourceException(SealSourceFault.Unreadable, $"{path} cannot be read: {refused.Message}", refused);
        }
    }

    private static string? KindOf(ByteSource file)
    {
        var head = file.ReadArray(0, (int)Math.Min(file.Length, TarHeader.Size));
        return head.AsSpan().StartsWith("PK\x03\x04"u8) || head.AsSpan().StartsWith("PK\x05\x06"u8) ? "zip"
            : head.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]) ? "tar.gz"
            : head.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xfd, .. "7zXZ"u8, 0]) ? "tar.xz"
            : TarHeader.LooksLike(head) ? "tar"
            : null;
    }

    private void RequireFiles(string path)
    {
        if (Entries.Count == 0 && Problems.Count == 0)
        {
            throw new SealSourceException(SealSourceFault.EmptyTree, $"{path} holds no file, so there is nothing to seal.");
        }
    }
}
