namespace Vitrine.Origin;

/// <summary>The files that paths name: files themselves, and those in folders; links are not followed.</summary>
public static class OriginFiles
{
    /// <summary>Files that one call takes.</summary>
    public const int Most = 200_000;

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
                files.AddRange(Directory.EnumerateFiles(path, "*", Below).Order(StringComparer.Ordinal).Take(Most + 1));
            }
            else
            {
                files.Add(File.Exists(path) ? path : throw new IOException($"There is no file or folder {path}."));
            }
        }

        return files.Count <= Most ? files : throw new IOException($"These are more than {Most:N0} files. Name fewer at once.");
    }
}
