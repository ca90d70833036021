using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Vitrine.Seals;

/// <summary>Calls relative to an open folder: no path is too long for them, and a folder that is renamed meanwhile stays the same folder.</summary>
internal static partial class Posix
{
    private const int LongestCall = 4000;
    private const int OpenReadOnly = 0;
    private const int OpenCloseOnExec = 0x80000;
    private const int OpenNonBlocking = 0x800;
    private const int StandardOpenFolder = 0x10000;
    private const int StandardOpenNoFollow = 0x20000;
    private const int ArmOpenFolder = 0x4000;
    private const int ArmOpenNoFollow = 0x8000;

    // The one pair of flags that is numbered otherwise on 64-bit ARM than on x86.
    private static readonly int OpenFolderFlag = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? ArmOpenFolder : StandardOpenFolder;
    private static readonly int OpenNoFollow = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? ArmOpenNoFollow : StandardOpenNoFollow;

    /// <summary>Opens a folder by its path, to start from.</summary>
    /// <exception cref="PosixException">It cannot be opened.</exception>
    public static SafeFileHandle OpenFolder(ReadOnlySpan<byte> path) => Opened(OpenAtFolder(AtCurrentFolder, Terminated(path), OpenFolderFlag | OpenCloseOnExec));

    /// <summary>Opens a folder below another; <paramref name="path"/> may be of any length, and empty for the same folder. Its last name is not followed if it is a link.</summary>
    /// <exception cref="PosixException">It cannot be opened.</exception>
    public static SafeFileHandle OpenFolder(SafeFileHandle from, ReadOnlySpan<byte> path) => OpenBelow(from, path.IsEmpty ? "."u8 : path, OpenFolderFlag);

    /// <summary>Opens a file for reading; a link is not followed, and a pipe is not waited for.</summary>
    /// <exception cref="PosixException">It cannot be opened.</exception>
    public static SafeFileHandle OpenFileBelow(SafeFileHandle from, ReadOnlySpan<byte> path) => OpenBelow(from, path, OpenNonBlocking);

    /// <summary>The names in an open folder, without <c>.</c> and <c>..</c>, in no order.</summary>
    /// <exception cref="PosixException">The folder cannot be read.</exception>
    public static unsafe List<byte[]> Names(SafeFileHandle folder)
    {
        // The stream of names closes its own descriptor.
        var own = OpenAtFolder((int)folder.DangerousGetHandle(), Terminated("."u8), OpenFolderFlag | OpenCloseOnExec);
        var directory = own < 0 ? 0 : OpenDirectory(own);
        if (directory == 0)
        {
            var refused = PosixException.Last();
            _ = own < 0 ? 0 : Close(own);
            throw refused;
        }

        try
        {
            var names = new List<byte[]>();
            while (true)
            {
                Marshal.SetLastSystemError(0);
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

    /// <summary>The kind, mode and size of a name in a folder; a link is not followed.</summary>
    /// <exception cref="PosixException">There is no such name, or it cannot be looked at.</exception>
    public static PosixStat Stat(SafeFileHandle folder, ReadOnlySpan<byte> name) => Stat((int)folder.DangerousGetHandle(), Terminated(name), AtSymlinkNoFollow);

    /// <summary>The text of a symbolic link in a folder.</summary>
    /// <exception cref="PosixException">It is no link, or its text is longer than 64 KiB.</exception>
    public static byte[] LinkText(SafeFileHandle folder, ReadOnlySpan<byte> name)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(65_536);
        try
        {
            var length = ReadLink((int)folder.DangerousGetHandle(), Terminated(name), buffer, (nuint)buffer.Length);
            return length >= 0 && length < buffer.Length ? buffer[..(int)length] : throw PosixException.Last();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Whether this process may read a name in a folder.</summary>
    public static bool CanRead(SafeFileHandle folder, ReadOnlySpan<byte> name) => Access((int)folder.DangerousGetHandle(), Terminated(name), 4, 0) == 0;

    /// <summary>Swaps two names at one stroke (renameat2 with RENAME_EXCHANGE): whenever the process dies, each is there whole.</summary>
    /// <exception cref="PosixException">One is missing, or the file system cannot do it.</exception>
    public static void Exchange(string one, string other)
    {
        if (RenameExchanging(AtCurrentFolder, Terminated(System.Text.Encoding.UTF8.GetBytes(one)), AtCurrentFolder, Terminated(System.Text.Encoding.UTF8.GetBytes(other)), 2) != 0)
        {
            throw PosixException.Last();
        }
    }

    private static SafeFileHandle OpenBelow(SafeFileHandle from, ReadOnlySpan<byte> path, int flags)
    {
        var at = (int)from.DangerousGetHandle();
        var rest = path;
        SafeFileHandle? step = null;
        try
        {
            // The kernel takes paths of 4,095 bytes: a longer one is walked in parts.
            while (rest.Length > LongestCall && rest[..LongestCall].LastIndexOf((byte)'/') is > 0 and var cut)
            {
                var next = Opened(OpenAtFolder(at, Terminated(rest[..cut]), OpenFolderFlag | OpenNoFollow | OpenCloseOnExec));
                step?.Dispose();
                step = next;
                at = (int)next.DangerousGetHandle();
                rest = rest[(cut + 1)..];
            }

            return Opened(OpenAtFolder(at, Terminated(rest), flags | OpenReadOnly | OpenNoFollow | OpenCloseOnExec));
        }
        finally
        {
            step?.Dispose();
        }
    }

    private static SafeFileHandle Opened(int descriptor) => descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw PosixException.Last();

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    private static partial int OpenAtFolder(int folder, byte[] path, int flags);

    [LibraryImport("libc", EntryPoint = "fdopendir", SetLastError = true)]
    private static partial nint OpenDirectory(int descriptor);

    [LibraryImport("libc", EntryPoint = "readdir", SetLastError = true)]
    private static partial nint ReadDirectory(nint directory);

    [LibraryImport("libc", EntryPoint = "closedir")]
    private static partial int CloseDirectory(nint directory);

    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true)]
    private static partial nint ReadLink(int folder, byte[] path, byte[] buffer, nuint size);

    [LibraryImport("libc", EntryPoint = "faccessat")]
    private static partial int Access(int folder, byte[] path, int mode, int flags);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true)]
    private static partial int RenameExchanging(int oldFolder, byte[] oldPath, int newFolder, byte[] newPath, uint flags);
}
