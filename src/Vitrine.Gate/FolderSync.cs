using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Vitrine.Gate;

/// <summary>Makes a rename durable: fsync of the folder it was in (POSIX; the runtime has no call for it).</summary>
internal static partial class FolderSync
{
    private const int ReadOnly = 0;

    /// <exception cref="IOException">The folder cannot be synchronised.</exception>
    internal static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // NTFS orders renames in its journal; there is no such call.
        }

        var handle = Open(folder, ReadOnly);
        if (handle < 0)
        {
            throw Fault(folder);
        }

        try
        {
            if (Fsync(handle) != 0)
            {
                throw Fault(folder);
            }
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private static IOException Fault(string folder)
    {
        var error = new Win32Exception(Marshal.GetLastPInvokeError());
        return new IOException($"The folder {folder} cannot be synchronised: {error.Message}", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
