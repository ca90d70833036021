using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Vitrine.Centre;

/// <summary>Writes a small file whole and durable, or not at all: temporary file, fsync, rename, fsync of the folder.</summary>
/// <remarks>Survives a crash at any instruction: afterwards the name holds the old bytes or the new. A disk that lies about fsync is not survived.</remarks>
public static partial class DurableFile
{
    private const UnixFileMode AnybodyReads = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Replaces or creates <paramref name="path"/>.</summary>
    /// <exception cref="IOException">It cannot be written; nothing has changed.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes) => Replace(path, bytes, AnybodyReads);

    /// <summary>Replaces or creates <paramref name="path"/>, with its mode.</summary>
    /// <exception cref="IOException">It cannot be written; nothing has changed.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> bytes, UnixFileMode mode)
    {
        var temporary = Temporary(path);
        try
        {
            WriteNew(temporary, bytes, mode);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Creates <paramref name="path"/>, which must not exist, with its mode.</summary>
    /// <exception cref="IOException">It exists, or cannot be written; nothing has changed.</exception>
    public static void Create(string path, ReadOnlySpan<byte> bytes, UnixFileMode mode)
    {
        var temporary = Temporary(path);
        try
        {
            // link(2), unlike rename(2), never replaces what is there.
            WriteNew(temporary, bytes, mode);
            if (Link(temporary, path) != 0)
            {
                throw Failed(path, Marshal.GetLastPInvokeError());
            }
        }
        finally
        {
            File.Delete(temporary);
        }

        SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes the names in a folder durable.</summary>
    public static void SyncFolder(string folder)
    {
        var descriptor = Open(folder, 0x10000 /* O_DIRECTORY */);
        if (descriptor < 0)
        {
            throw Failed(folder, Marshal.GetLastPInvokeError());
        }

        var failed = Fsync(descriptor) != 0;
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (failed)
        {
            throw Failed(folder, error);
        }
    }

    private static string Temporary(string path) => $"{path}.{Guid.NewGuid():N}.tmp";

    private static void WriteNew(string path, ReadOnlySpan<byte> bytes, UnixFileMode mode)
    {
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            UnixCreateMode = mode,
            BufferSize = 0,
        });
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    private static IOException Failed(string path, int error) => new($"{path}: {new Win32Exception(error).Message}");

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string from, string to);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
