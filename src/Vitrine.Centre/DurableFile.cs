using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Vitrine.Centre;

/// <summary>Writes a small file whole and durable, or not at all: temporary file, fsync, rename, fsync of the folder.</summary>
/// <remarks>Survives a crash at any instruction: afterwards the name holds the old bytes or the new. A disk that lies about fsync is not survived.</remarks>
public static partial class DurableFile
{
    /// <summary>Replaces or creates <paramref name="path"/>.</summary>
    /// <exception cref="IOException">It cannot be written; nothing has changed.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes the names in a folder durable.</summary>
    public static void SyncFolder(string folder)
    {
        var descriptor = Open(folder, 0x10000 /* O_DIRECTORY */);
        if (descriptor < 0)
        {
            throw new IOException($"{folder}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        }

        var failed = Fsync(descriptor) != 0;
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (failed)
        {
            throw new IOException($"{folder}: {new Win32Exception(error).Message}");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
