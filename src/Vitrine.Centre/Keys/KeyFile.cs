namespace Vitrine.Centre;

/// <summary>A file with a secret: mode 0600 in a folder of mode 0700, written whole or not at all.</summary>
public static class KeyFile
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;
    private const int MaxBytes = 64 * 1024;

    /// <summary>Makes a folder that its owner alone may enter.</summary>
    public static void CreateFolder(string folder) => Directory.CreateDirectory(folder, OwnerFolder);

    /// <summary>Writes a new secret; one that exists is never overwritten.</summary>
    /// <exception cref="IOException">The file exists, or cannot be written.</exception>
    public static void Create(string path, ReadOnlySpan<byte> secret) => DurableFile.Create(path, secret, OwnerFile);

    /// <summary>Puts another secret in the place of one, at once.</summary>
    /// <exception cref="IOException">It cannot be written; the old one stands.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> secret) => DurableFile.Replace(path, secret, OwnerFile);

    /// <summary>Deletes a secret, durably. Its bytes may stay on the disk until they are written over, and in every copy.</summary>
    public static void Delete(string path)
    {
        File.Delete(path);
        DurableFile.SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Reads a secret, and refuses one that others of the machine could read.</summary>
    /// <exception cref="KeyFileException">The file is missing, too large, or open to others.</exception>
    public static byte[] Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new KeyFileException($"The key file {path} does not exist.");
        }

        if ((file.UnixFileMode & ~OwnerFolder) != 0)
        {
            throw new KeyFileException($"The key file {path} is open to others of this machine. Run: chmod 600 {path}");
        }

        return file.Length <= MaxBytes ? File.ReadAllBytes(path) : throw new KeyFileException($"{path} is too large for a key file.");
    }
}

/// <summary>A key cannot be used as it lies.</summary>
public sealed class KeyFileException(string message) : Exception(message);
