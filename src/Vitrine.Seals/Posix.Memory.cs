using System.Runtime.InteropServices;

namespace Vitrine.Seals;

/// <summary>Memory that no file backs: mmap(2), madvise(2) of Linux.</summary>
internal static partial class Posix
{
    private const int ReadOnlyAccess = 1;
    private const int ReadWriteAccess = 3;
    private const int PrivateAnonymousUnreserved = 0x02 | 0x20 | 0x4000;
    private const int AdviseDrop = 4;
    private const int AdviseNotToChildren = 10;
    private const int AdviseHugePages = 14;
    private const int AdviseNotDumped = 16;

    /// <summary>Maps zeros that are not in core dumps and not in children of fork(2). Pages are taken when they are first written.</summary>
    /// <exception cref="PosixException">There is no such room in the address space, or the machine promises no memory it does not have.</exception>
    public static nint Map(long size)
    {
        var start = MapMemory(0, checked((nuint)size), ReadWriteAccess, PrivateAnonymousUnreserved, -1, 0);
        if (start == -1)
        {
            throw PosixException.Last();
        }

        foreach (var advice in (ReadOnlySpan<int>)[AdviseNotDumped, AdviseNotToChildren])
        {
            if (Advise(start, (nuint)size, advice) != 0)
            {
                var refused = PosixException.Last();
                Unmap(start, size);
                throw refused;
            }
        }

        return start;
    }

    /// <summary>Says that all of a mapping will be written, so that it is taken in large pages where the machine has them.</summary>
    public static void ExpectAll(nint start, long size) => _ = Advise(start, (nuint)size, AdviseHugePages);

    /// <summary>Gives a mapping's pages back; what still reads there reads zeros, and what writes there ends the process.</summary>
    public static void Drop(nint start, long size)
    {
        _ = Advise(start, (nuint)size, AdviseDrop);
        _ = Protect(start, (nuint)size, ReadOnlyAccess);
    }

    public static void Unmap(nint start, long size) => _ = UnmapMemory(start, (nuint)size);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MapMemory(nint at, nuint size, int access, int flags, int descriptor, long offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int UnmapMemory(nint at, nuint size);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint at, nuint size, int access);

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    private static partial int Advise(nint at, nuint size, int advice);
}
