using Vitrine.Artifacts;

namespace Vitrine.Origin;

/// <summary>What was read of one path: a file, or an archive with what it holds.</summary>
/// <param name="Path">The path that was named.</param>
/// <param name="Read">What was made of the file, or of each member with content.</param>
/// <param name="Faults">Sentences for what could not be opened.</param>
public sealed record OriginRead<T>(string Path, IReadOnlyList<T> Read, IReadOnlyList<string> Faults);

/// <summary>The files that paths name: files themselves, what archives hold, and those in folders; links in folders are not followed.</summary>
public static class OriginFiles
{
    /// <summary>Files that one call takes.</summary>
    public const int Most = 200_000;

    /// <summary>Files that are read at the same time, and held in memory meanwhile.</summary>
    private const int Ahead = 2;

    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    /// <summary>Every regular file, in the order of the paths and of names below them.</summary>
    /// <exception cref="IOException">A path names nothing, or more than <see cref="Most"/> files.</exception>
    public static IReadOnlyList<string> Of(IEnumerable<string> paths)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                files.AddRange(Directory.EnumerateFiles(path, "*", Below).Take(Most + 1).Order(StringComparer.Ordinal));
            }
            else
            {
                files.Add(File.Exists(path) ? path : throw new IOException($"There is no file or folder {path}."));
            }
        }

        return files.Count <= Most ? files : throw new IOException($"These are more than {Most:N0} files. Name fewer at once.");
    }

    /// <summary>Opens files, reads the features of each and of what archives hold, and hands over what is made of them in the order of the paths.</summary>
    /// <param name="paths">Files.</param>
    /// <param name="make">Makes something of a file; called from several threads.</param>
    /// <param name="visit">Takes what was made of one path; called by one thread at a time.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static void Read<T>(IReadOnlyList<string> paths, Func<FileFeatures, T> make, Action<OriginRead<T>> visit, CancellationToken cancellationToken)
    {
        var reads = paths.AsParallel().AsOrdered().WithDegreeOfParallelism(Ahead).WithMergeOptions(ParallelMergeOptions.NotBuffered).WithCancellation(cancellationToken)
            .Select(path => ReadOne(path, make, cancellationToken));
        foreach (var read in reads)
        {
            visit(read);
        }
    }

    private static OriginRead<T> ReadOne<T>(string path, Func<FileFeatures, T> make, CancellationToken cancellationToken)
    {
        var (read, faults) = (new List<T>(), new List<string>());
        var root = -1;
        var tree = new Opener(OpenLimits.Default).Open(path, Visit, cancellationToken);
        faults.AddRange(tree.Faulty.Select(member => $"{path}{member.Path[root..]}: {member.Fault!.Message}"));
        return new OriginRead<T>(path, read, faults);

        void Visit(Member member, ByteSource source)
        {
            // Members are named from the opened file's name on; the path that was asked for stands in its place.
            root = root < 0 ? member.Path.Length : root;
            var name = path + member.Path[root..];
            if (member.Format.IsOpened() || source.Length == 0)
            {
                return;
            }

            if (source.Length > FeatureReader.MaxBytes)
            {
                faults.Add($"{name} has {source.Length:N0} bytes; at most {FeatureReader.MaxBytes:N0} are read.");
                return;
            }

            read.Add(make(FeatureReader.Read(name, source.ReadArray(0, (int)source.Length), cancellationToken)));
        }
    }
}
