using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Cli.Tests;

/// <summary>A folder for one test, and what it holds at a moment.</summary>
public sealed class TempFolder : IDisposable
{
    public TempFolder() => Path = Directory.CreateTempSubdirectory("vitrine-cli-").FullName;

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    /// <summary>Every name under a folder, with what each file holds: two equal lists are two equal folders. A link is a name, and leads nowhere.</summary>
    public static IReadOnlyList<string> Look(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };
        var entries = new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToFullPath(), options)
        {
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
        return [.. entries.Select(path => $"{System.IO.Path.GetRelativePath(folder, path)} {Describe(path)}").Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Look() => Look(Path);

    /// <summary>Copies a folder with all that is in it, and its modes.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to, File.GetUnixFileMode(from));
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, System.IO.Path.Combine(to, System.IO.Path.GetFileName(file)));
        }

        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            Copy(folder, System.IO.Path.Combine(to, System.IO.Path.GetFileName(folder)));
        }
    }

    public void Dispose() => Directory.Delete(Path, true);

    private static string Describe(string path)
    {
        var entry = new FileInfo(path);
        return entry.LinkTarget is { } target ? $"-> {target}"
            : Directory.Exists(path) ? "/"
            : (entry.UnixFileMode & (UnixFileMode)0xffff) == 0 ? "no rights"
            : Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
    }
}
