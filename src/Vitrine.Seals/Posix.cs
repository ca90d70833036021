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
/// <param name="Kind">What it is.</param>
/// <param name="OwnerExecutes">Whether its owner may execute it.</param>
/// <param name="Size">Bytes of content.</param>
/// <param name="Inode">Its number on the device.</param>
/// <param name="Device">Major and minor number.</param>
/// <param name="Changed">When its content, mode or links last changed, in nanoseconds since 1970; nobody can set it.</param>
internal readonly record struct PosixStat(PosixKind Kind, bool OwnerExecutes, long Size, ulong Inode, ulong Device, long Changed);

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

    /// <summary>The kind, mode and size of an open file.</summary>
    /// <exception cref="PosixException">It cannot be looked at.</exception>
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

    /// <summary>The same of a path; links are followed.</summary>
    /// <exception cref="PosixException">There is no such path, or it cannot be looked at.</exception>
    public static PosixStat Stat(ReadOnlySpan<byte> path) => Stat(AtCurrentFolder, Terminated(path), 0);

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

        // struct statx: mode at 28 (u16), inode at 32 (u64), size at 40 (u64), time of change at 96 (s64) and 104 (u32), device major and minor at 136 and 140 (u32).
        var mode = MemoryMarshal.Read<ushort>(buffer[28..]);
        var kind = (mode & 0xF000) switch
        {
            0x8000 => PosixKind.Regular,
            0x4000 => PosixKind.Folder,
            0xA000 => PosixKind.Link,
            _ => PosixKind.Special,
        };
        var device = ((ulong)MemoryMarshal.Read<uint>(buffer[136..]) << 32) | MemoryMarshal.Read<uint>(buffer[140..]);
        var changed = unchecked((MemoryMarshal.Read<long>(buffer[96..]) * 1_000_000_000) + MemoryMarshal.Read<uint>(buffer[104..]));
        return new PosixStat(kind, (mode & 0x40) != 0, MemoryMarshal.Read<long>(buffer[40..]), MemoryMarshal.Read<ulong>(buffer[32..]), device, changed);
    }

    private static byte[] Terminated(ReadOnlySpan<byte> path)
    {
        var bytes = new byte[path.Length + 1];
        path.CopyTo(bytes);
        return bytes;
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int StatExtended(int descriptor, byte[] path, int flags, uint mask, Span<byte> buffer);

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
