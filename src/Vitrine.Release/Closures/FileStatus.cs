using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Vitrine.Release;

/// <summary>What the kernel says of a file: enough to know it again without reading it.</summary>
/// <remarks>statx(2); <c>struct statx</c> is the same on every architecture: mode at 28, inode at 32, size at 40, change time at 96, modification
/// time at 112, device at 136; 256 bytes.</remarks>
internal readonly partial record struct FileStatus(ushort Mode, ulong Device, ulong Inode, long Size, long Modified, long Changed)
{
    private const int CurrentFolder = -100;
    private const int DoNotFollow = 0x100;
    private const uint BasicFields = 0x7ff;
    private const int StructSize = 256;

    public FileKind Kind => (Mode & 0xF000) switch
    {
        0x8000 => FileKind.Regular,
        0x4000 => FileKind.Folder,
        0xA000 => FileKind.Link,
        _ => FileKind.Other,
    };

    /// <summary>The twelve permission bits.</summary>
    public int Permissions => Mode & 0xFFF;

    /// <exception cref="IOException">There is no such file.</exception>
    public static unsafe FileStatus Of(string path)
    {
        var buffer = stackalloc byte[StructSize];
        if (Ask(CurrentFolder, path, DoNotFollow, BasicFields, buffer) != 0)
        {
            throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }

        var bytes = new ReadOnlySpan<byte>(buffer, StructSize);
        return new FileStatus(
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[136..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[40..]),
            Nanoseconds(bytes[112..]),
            Nanoseconds(bytes[96..]));
    }

    private static long Nanoseconds(ReadOnlySpan<byte> time) =>
        (BinaryPrimitives.ReadInt64LittleEndian(time) * 1_000_000_000) + BinaryPrimitives.ReadUInt32LittleEndian(time[8..]);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Ask(int folder, string path, int flags, uint fields, byte* buffer);
}

/// <summary>What a path is.</summary>
internal enum FileKind
{
    Regular,
    Folder,
    Link,
    Other,
}
