using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Vitrine.Release;

/// <summary>A pipe with one end for us and one for a child; neither is inherited by anyone else.</summary>
internal sealed class Pipe : IDisposable
{
    private const int CloseOnExec = 0x8_0000;

    private Pipe(SafeFileHandle ours, SafeFileHandle theirs, FileAccess access)
    {
        Theirs = theirs;
        Ours = new FileStream(ours, access, bufferSize: 0);
    }

    /// <summary>Our end. A write to a child that is gone throws an <see cref="IOException"/> whose HResult is EPIPE.</summary>
    public FileStream Ours { get; }

    /// <summary>The child's end, which we close once it has its own.</summary>
    public SafeHandle Theirs { get; }

    /// <summary>A pipe that we write to.</summary>
    public static Pipe ToChild()
    {
        var (read, write) = Make();
        return new Pipe(write, read, FileAccess.Write);
    }

    /// <summary>A pipe that we read from.</summary>
    public static Pipe FromChild()
    {
        var (read, write) = Make();
        return new Pipe(read, write, FileAccess.Read);
    }

    public void Dispose()
    {
        Theirs.Dispose();
        Ours.Dispose();
    }

    private static unsafe (SafeFileHandle Read, SafeFileHandle Write) Make()
    {
        var ends = stackalloc int[2];
        return Libc.MakePipe(ends, CloseOnExec) == 0
            ? (new SafeFileHandle(ends[0], ownsHandle: true), new SafeFileHandle(ends[1], ownsHandle: true))
            : throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
