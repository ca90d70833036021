using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace Vitrine.Release;

/// <summary>The pipes between a sandbox and us, and the descriptor that each is inside.</summary>
internal sealed class SandboxPipes : IDisposable
{
    public const int StatusDescriptor = 3;
    public const int OutputsDescriptor = 4;
    public const int BubblewrapDescriptor = 5;
    public const int FilterDescriptor = 6;
    public const int PasswdDescriptor = 7;
    public const int GroupDescriptor = 8;

    public AnonymousPipeServerStream Source { get; } = new(PipeDirection.Out);

    public AnonymousPipeServerStream Log { get; } = new(PipeDirection.In);

    public AnonymousPipeServerStream Status { get; } = new(PipeDirection.In);

    public AnonymousPipeServerStream Outputs { get; } = new(PipeDirection.In);

    public AnonymousPipeServerStream Bubblewrap { get; } = new(PipeDirection.In);

    public AnonymousPipeServerStream Filter { get; } = new(PipeDirection.Out);

    public AnonymousPipeServerStream Passwd { get; } = new(PipeDirection.Out);

    public AnonymousPipeServerStream Group { get; } = new(PipeDirection.Out);

    /// <summary>The other ends, in the order of their descriptors.</summary>
    public IReadOnlyList<SafeHandle> Remote =>
    [
        Source.ClientSafePipeHandle, Log.ClientSafePipeHandle, Log.ClientSafePipeHandle, Status.ClientSafePipeHandle,
        Outputs.ClientSafePipeHandle, Bubblewrap.ClientSafePipeHandle, Filter.ClientSafePipeHandle, Passwd.ClientSafePipeHandle,
        Group.ClientSafePipeHandle,
    ];

    /// <summary>Closes our copies of the other ends, so that a pipe ends with the sandbox.</summary>
    public void ReleaseRemote()
    {
        foreach (var pipe in All)
        {
            pipe.DisposeLocalCopyOfClientHandle();
        }
    }

    public void Dispose()
    {
        foreach (var pipe in All)
        {
            pipe.Dispose();
        }
    }

    private AnonymousPipeServerStream[] All => [Source, Log, Status, Outputs, Bubblewrap, Filter, Passwd, Group];
}
