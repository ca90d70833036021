using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Vitrine.Seals;

/// <summary>What an entry of a folder is, as the file system says.</summary>
internal enum PosixKind
{
    Regular,
    Folder,
    Link,
    Special,
}

/// <summary>What <c>statx</c> says of one file.</summary>
internal readonly record struct PosixStat(PosixKind Kind, bool OwnerExecutes, long Size, ulong Inode, ulong Device);

/// <summary>The few calls of Linux that the base library does not offer exactly: names as bytes, the kind of a file, the text of a link, the syncing of a folder.</summary>
/// <remarks>
/// readdir(3) and statx(2) have one layout on every Linux architecture (dirent64; struct statx of linux/stat.h, 256 bytes).
/// Paths are bytes; they are never turned into text and back on the way to the kernel.
/// </remarks>
internal static partial class Posix
{
    private const int AtCurrentFolder = -100;
    private const int AtSymlinkNoFollow = 0x100;
    private const int AtEmptyPath = 0x1000;
    private const uint StatxBasic = 0x7ff;
    private const int KeepSizeAndPunchHole = 3;

    /// <summary>The names in a folder, without <c>.</c> and <c>..</c>, in no order.</summary>
    /// <exception cref="PosixException">The folder cannot be read.</exception>
    public static unsafe List<byte[]> Names(ReadOnlySpan<byte> folder)
    {
        var directory = OpenDirectory(Terminated(folder));
        if (directory == 0)
        {
            throw PosixException.Last();
        }

        try
        {
            var names = new List<byte[]>();
            while (true)
            {
                var entry = (byte*)ReadDirectory(directory);
                if (entry == null)
                {
                    return Marshal.GetLastPInvokeError() == 0 ? names : throw PosixException.Last();
                }

                // struct dirent64: u64 inode, s64 offset, u16 length, u8 type, then the name.
                var name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + 19);
                if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                {
                    names.Add(name.ToArray());
                }
            }
        }
        finally
        {
            _ = CloseDirectory(directory);
        }
    }

    /// <summary>The kind, mode and size of a file; a link is not followed.</summary>
    /// <exception cref="PosixException">There is no such file, or it cannot be looked at.</exception>
    public static PosixStat Stat(ReadOnlySpan<byte> path) => Stat(AtCurrentFolder, Terminated(path), AtSymlinkNoFollow);

    /// <summary>The same of an open file.</summary>
    public static PosixStat Stat(SafeHandle open)
    {
        var added = false;
        try
        {
            open.DangerousAddRef(ref added);
            return Stat((int)open.DangerousGetHandle(), [0], AtEmptyPath);
        }
        finally
        {
            if (added)
            {
                open.DangerousRelease();
            }
        }
    }

    /// <summary>The text of a symbolic link.</summary>
    /// <exception cref="PosixException">It is no link, or its text is longer than 64 KiB.</exception>
    public static byte[] LinkText(ReadOnlySpan<byte> path)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(65_536);
        try
        {
            var length = ReadLink(Terminated(path), buffer, (nuint)buffer.Length);
            return length >= 0 && length < buffer.Length ? buffer[..(int)length] : throw PosixException.Last();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Whether this process may read a file.</summary>
    public static bool CanRead(ReadOnlySpan<byte> path) => Access(Terminated(path), 4) == 0;

    /// <summary>Makes the names in a folder durable: fsync(2) of the folder itself.</summary>
    /// <exception cref="PosixException">The kernel reports that it could not.</exception>
    public static void SyncFolder(string folder)
    {
        var descriptor = OpenFile(Terminated(Encoding.UTF8.GetBytes(folder)), 0);
        if (descriptor < 0)
        {
            throw PosixException.Last();
        }

        try
        {
            if (Sync(descriptor) != 0)
            {
                throw PosixException.Last();
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Gives a range of an open file back to the file system; it reads as zeros from then on.</summary>
    /// <returns>False if the file system cannot do it.</returns>
    public static bool TryPunchHole(SafeHandle open, long offset, long length)
    {
        var added = false;
        try
        {
            open.DangerousAddRef(ref added);
            return Allocate((int)open.DangerousGetHandle(), KeepSizeAndPunchHole, offset, length) == 0;
        }
        finally
        {
            if (added)
            {
                open.DangerousRelease();
            }
        }
    }

    private static PosixStat Stat(int descriptor, byte[] path, int flags)
    {
        Span<byte> buffer = stackalloc byte[256];
        buffer.Clear();
        if (StatExtended(descriptor, path, flags, StatxBasic, buffer) != 0)
        {
            throw PosixException.Last();
        }

        // struct statx: mode at 28 (u16), inode at 32 (u64), size at 40 (u64), device major and minor at 136 and 140 (u32).
        var mode = MemoryMarshal.Read<ushort>(buffer[28..]);
        var kind = (mode & 0xF000) switch
        {
            0x8000 => PosixKind.Regular,
            0x4000 => PosixKind.Folder,
            0xA000 => PosixKind.Link,
            _ => PosixKind.Special,
        };
        var device = ((ulong)MemoryMarshal.Read<uint>(buffer[136..]) << 32) | MemoryMarshal.Read<uint>(buffer[140..]);
        return new PosixStat(kind, (mode & 0x40) != 0, MemoryMarshal.Read<long>(buffer[40..]), MemoryMarshal.Read<ulong>(buffer[32..]), device);
    }

    private static byte[] Terminated(ReadOnlySpan<byte> path)
    {
        var bytes = new byte[path.Length + 1];
        path.CopyTo(bytes);
        return bytes;
    }

    [LibraryImport("libc", EntryPoint = "opendir", SetLastError = true)]
    private static partial nint OpenDirectory(byte[] path);

    [LibraryImport("libc", EntryPoint = "readdir", SetLastError = true)]
    private static partial nint ReadDirectory(nint directory);

    [LibraryImport("libc", EntryPoint = "closedir")]
    private static partial int CloseDirectory(nint directory);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int StatExtended(int descriptor, byte[] path, int flags, uint mask, Span<byte> buffer);

    [LibraryImport("libc", EntryPoint = "readlink", SetLastError = true)]
    private static partial nint ReadLink(byte[] path, byte[] buffer, nuint size);

    [LibraryImport("libc", EntryPoint = "access")]
    private static partial int Access(byte[] path, int mode);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial int OpenFile(byte[] path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int Allocate(int descriptor, int mode, long offset, long length);
}

/// <summary>The kernel refused a call; the message is its reason.</summary>
public sealed class PosixException : IOException
{
    public PosixException()
    {
    }

    public PosixException(string message)
        : base(message)
    {
    }

    public PosixException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal static PosixException Last() => new(Marshal.GetLastPInvokeErrorMessage());
}
