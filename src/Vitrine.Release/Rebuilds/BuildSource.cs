using System.Formats.Tar;
using System.Text;
using System.Text.Unicode;
using Vitrine.Seals;

namespace Vitrine.Release;

/// <summary>What a source entry is.</summary>
public enum SourceKind
{
    /// <summary>A file, mode 644.</summary>
    Regular,

    /// <summary>A file, mode 755.</summary>
    Executable,

    /// <summary>A symbolic link; the content is its target.</summary>
    Link,
}

/// <summary>One file of a source tree.</summary>
/// <param name="Path">Relative, with <c>/</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Content">Its bytes; a link's target in UTF-8.</param>
public sealed record SourceFile(string Path, SourceKind Kind, ReadOnlyMemory<byte> Content);

/// <summary>A source tree that can be read, once a run, without ever lying on a disk.</summary>
public sealed class BuildSource
{
    private readonly Func<IEnumerable<SourceFile>> _files;

    /// <summary>A tree whose files <paramref name="files"/> enumerates anew each time; one file's content is held at a time.</summary>
    public BuildSource(Func<IEnumerable<SourceFile>> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        _files = files;
    }

    /// <summary>The files, in the order of their enumeration.</summary>
    public IEnumerable<SourceFile> Files => _files();

    /// <summary>The tree below <paramref name="folder"/>, without the top folders <paramref name="except"/>.</summary>
    public static BuildSource OfFolder(string folder, params string[] except)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new BuildSource(() => Walk(new DirectoryInfo(folder), "", except));
    }

    /// <summary>The tree of a seal, whole: a build needs what no reviewer is shown. Submodules are empty, as their files are not in the seal.</summary>
    public static BuildSource OfSeal(OpenSeal seal)
    {
        ArgumentNullException.ThrowIfNull(seal);
        return new BuildSource(() => Read(seal));
    }

    /// <summary>Writes the tree as a tar stream in which every file has the time <paramref name="date"/>.</summary>
    /// <remarks>GNU tar format. Folders are not written: they come into being with their files.</remarks>
    internal void WriteTar(Stream stream, DateTimeOffset date, CancellationToken cancellation)
    {
        using var writer = new TarWriter(stream, TarEntryFormat.Gnu, leaveOpen: true);
        foreach (var file in Files)
        {
            cancellation.ThrowIfCancellationRequested();
            var entry = new GnuTarEntry(file.Kind == SourceKind.Link ? TarEntryType.SymbolicLink : TarEntryType.RegularFile, file.Path)
            {
                ModificationTime = date,
                Mode = file.Kind == SourceKind.Executable ? (UnixFileMode)0b111_101_101 : (UnixFileMode)0b110_100_100,
            };
            if (file.Kind == SourceKind.Link)
            {
                entry.LinkName = Encoding.UTF8.GetString(file.Content.Span);
            }
            else
            {
                entry.DataStream = new ReadOnlyMemoryStream(file.Content);
            }

            writer.WriteEntry(entry);
        }
    }

    private static IEnumerable<SourceFile> Read(OpenSeal seal)
    {
        using var use = seal.Use();
        foreach (var file in seal.Whole.Files)
        {
            if (file.Mode != SealedMode.Submodule)
            {
                var kind = file.Mode switch
                {
                    SealedMode.Executable => SourceKind.Executable,
                    SealedMode.Link => SourceKind.Link,
                    _ => SourceKind.Regular,
                };
                yield return new SourceFile(NameOf(file), kind, seal.Whole.Read(file.Path));
            }
        }
    }

    private static string NameOf(SealedFile file)
    {
        var name = SealPath.Bytes(file.Path);
        return Utf8.IsValid(name)
            ? Encoding.UTF8.GetString(name)
            : throw new Vitrine.Centre.ActRefusedException($"{file.Path} has a name that is not UTF-8, which the rebuild cannot write. Rename it in the source, and seal that.");
    }

    private static IEnumerable<SourceFile> Walk(DirectoryInfo folder, string prefix, string[] except)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var path = prefix + entry.Name;
            if (entry.LinkTarget is { } target)
            {
                yield return new SourceFile(path, SourceKind.Link, Encoding.UTF8.GetBytes(target));
            }
            else if (entry is DirectoryInfo below)
            {
                if (prefix.Length > 0 || !except.Contains(entry.Name, StringComparer.Ordinal))
                {
                    foreach (var file in Walk(below, path + "/", except))
                    {
                        yield return file;
                    }
                }
            }
            else
            {
                var kind = (entry.UnixFileMode & UnixFileMode.UserExecute) != 0 ? SourceKind.Executable : SourceKind.Regular;
                yield return new SourceFile(path, kind, File.ReadAllBytes(entry.FullName));
            }
        }
    }
}
