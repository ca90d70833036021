using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Vitrine.Log;

/// <summary>The machine's file system, on Linux.</summary>
/// <remarks>
/// System calls: open, pwrite, fsync, fdatasync, rename, unlink, rmdir, mkdir, flock. Relied on: rename is atomic; fsync of a file makes its bytes and
/// size durable, of a folder its names; a failed fsync is reported to a later fsync of the same file (Linux 4.16 and later) and never taken
/// back; flock excludes between processes (a local file system; not NFS).
/// </remarks>
internal sealed partial class Disk : IDisk
{
    public static Disk Real { get; } = new();

    public IDisposable? TryLock(string folder) => Try<IDisposable?>("open", folder, () =>
    {
        // The folder itself is locked: unlike a lock file, it cannot be deleted and made anew under the holder.
        var handle = OpenDescriptor(folder);
        while (flock(handle, LockExclusive | LockNonBlocking) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error == Interrupted)
            {
                continue;
            }

            handle.Dispose();
            return error == WouldBlock ? null : throw Error(error);
        }

        return new FolderLock(handle);
    });

    public IReadOnlyList<string> CreateFolder(string folder) => Try("create", folder, () =>
    {
        var made = new List<string>();
        for (var missing = folder; !Directory.Exists(missing); missing = Path.GetDirectoryName(missing) ?? throw new IOException("There is no folder above it."))
        {
            made.Insert(0, missing);
        }

        Directory.CreateDirectory(folder);
        return made;
    });

    public byte[]? Read(string path) => Try("read", path, () =>
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    });

    public byte[] ReadAt(string path, long offset, int count) => Try("read", path, () =>
    {
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[count];
            var read = 0;
            while (read < count && RandomAccess.Read(handle, bytes.AsSpan(read), offset + read) is var more and > 0)
            {
                read += more;
            }

            return bytes[..read];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    });

    public IReadOnlyList<string> List(string folder) => Try("read", folder, () =>
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).ToList();
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    });

    public void Write(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
            RandomAccess.Write(handle, bytes, 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LogFaultException("write", path, outcomeUnknown: false, e);
        }
    }

    public void Rename(string from, string to) => Try("rename", to, () => File.Move(from, to, overwrite: true));

    public void Delete(string path) => Try("delete", path, () =>
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
        }
    });

    public void DeleteFolder(string folder) => Try("delete", folder, () =>
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (DirectoryNotFoundException)
        {
        }
    });

    public void Sync(string path) => Try("sync", path, () =>
    {
        using var handle = OpenDescriptor(path);
        Check(fsync(handle));
    });

    public void SyncFolder(string folder) => Sync(folder);

    public IDiskFile Open(string path) => Try("open", path, () =>
        new DiskFile(path, File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)));

    private static SafeFileHandle OpenDescriptor(string path)
    {
        var handle = open(path, ReadOnly | CloseOnExec);
        return handle.IsInvalid ? throw Error(Marshal.GetLastPInvokeError()) : handle;
    }

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw Error(Marshal.GetLastPInvokeError());
        }
    }

    private static IOException Error(int error) => new(Marshal.GetPInvokeErrorMessage(error), error);

    private static void Try(string operation, string path, Action action) => Try(operation, path, () =>
    {
        action();
        return true;
    });

    private static T Try<T>(string operation, string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LogFaultException(operation, path, outcomeUnknown: false, e);
        }
    }

    // Unlocked by name: closing alone would leave the lock with a child that was forked and has not yet come to its exec.
    private sealed class FolderLock(SafeFileHandle handle) : IDisposable
    {
        public void Dispose()
        {
            if (!handle.IsClosed)
            {
                _ = flock(handle, Unlock);
                handle.Dispose();
            }
        }
    }

    private sealed class DiskFile(string path, SafeFileHandle handle) : IDiskFile
    {
        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            try
            {
                RandomAccess.Write(handle, bytes, offset);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new LogFaultException("write", path, outcomeUnknown: false, e);
            }
        }

        public void Sync() => Try("sync", path, () => Check(fdatasync(handle)));

        public void Dispose() => handle.Dispose();
    }

    // Linux's numbers, the same on all its architectures that .NET runs on.
    private const int ReadOnly = 0;
    private const int CloseOnExec = 0x80000;
    private const int LockExclusive = 2;
    private const int LockNonBlocking = 4;
    private const int Unlock = 8;
    private const int Interrupted = 4;
    private const int WouldBlock = 11;

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(SafeFileHandle file);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fdatasync(SafeFileHandle file);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int flock(SafeFileHandle file, int operation);
}
