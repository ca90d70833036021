using System.Text;

namespace Vitrine.Seals;

/// <summary>Writes the files of a view into a folder, for a build that is repeated. This is plaintext on disk: give it a folder in memory, and delete it.</summary>
public static class Extraction
{
    private const UnixFileMode Ordinary = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executing = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>
    /// Writes files with their modes, then links (never followed); a submodule becomes an empty folder, as in a clone without it. All files and
    /// folders get the time <paramref name="modified"/>, so that the same seal gives the same folder.
    /// </summary>
    /// <param name="seal">What to write.</param>
    /// <param name="folder">A folder that does not exist, or is empty.</param>
    /// <param name="modified">The time of all files.</param>
    /// <param name="cancellation">Stops between files; what was written stays.</param>
    /// <exception cref="IOException">The folder is not empty, or cannot be written.</exception>
    /// <exception cref="SealStoreException">A file is damaged.</exception>
    public static void Extract(this ScopedSeal seal, string folder, DateTimeOffset modified, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(seal);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        using var use = seal.Use();
        var root = Directory.CreateDirectory(folder, Ordinary | Executing).FullName;
        if (Directory.EnumerateFileSystemEntries(root).Any())
        {
            throw new IOException($"{folder} is not empty. Give an empty folder, so that nothing but the seal is in it.");
        }

        // Links come last, so that no file can be written through one.
        for (var place = 0; place < seal.Files.Length; place++)
        {
            cancellation.ThrowIfCancellationRequested();
            var file = seal.Files[place];
            var path = Path.Combine(root, Checked(file.Path));
            Directory.CreateDirectory(file.Mode == SealedMode.Submodule ? path : Path.GetDirectoryName(path)!, Ordinary | Executing);
            if (file.Mode is SealedMode.Regular or SealedMode.Executable)
            {
                Write(seal, place, path, file.Mode == SealedMode.Executable ? Ordinary | Executing : Ordinary);
                File.SetLastWriteTimeUtc(path, modified.UtcDateTime);
            }
        }

        foreach (var link in seal.Files.Where(file => file.Mode == SealedMode.Link))
        {
            Posix.MakeLink(seal.Read(link.Path).Span, Encoding.UTF8.GetBytes(Path.Combine(root, link.Path)));
        }

        foreach (var made in Directory.EnumerateDirectories(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Append(root))
        {
            Directory.SetLastWriteTimeUtc(made, modified.UtcDateTime);
        }
    }

    private static void Write(ScopedSeal seal, int place, string path, UnixFileMode mode)
    {
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode });
        seal.Stream(place, piece => file.Write(piece.Span));
        File.SetUnixFileMode(file.SafeFileHandle, mode);
    }

    /// <summary>Sealing refuses such names already; whatever made the seal, none leads out of the folder.</summary>
    private static string Checked(string path) =>
        path.Split('/').All(name => name is not ("" or "." or "..")) ? path : throw new IOException($"A path of the seal would lead out of the folder: {HiddenCharacters.Show(Encoding.UTF8.GetBytes(path))}");
}
