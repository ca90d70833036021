using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Vitrine.Release;

/// <summary>A process that is given exactly the descriptors named and nothing else of ours.</summary>
/// <remarks>
/// <para><see cref="System.Diagnostics.Process"/> cannot hand over descriptors beyond the first three, and hands over every descriptor that was itself
/// inherited without close-on-exec (a lock, a terminal): a hostile build would hold them too. posix_spawn with closefrom does neither.</para>
/// <para>The process asks the kernel to be killed when its parent <em>thread</em> ends (bubblewrap's --die-with-parent), so it is started by
/// a thread of its own, which then waits for it.</para>
/// <para>That request is not enough: bubblewrap's second process, the first of the sandbox, makes it late, and one whose parent dies before waits for
/// ever. So killing means the process group too, which the second process leaves only after it has been told to go on, and then that process itself, by a
/// descriptor, which cannot come to mean another. The same happens whenever the first process ends, whoever ended it.</para>
/// </remarks>
internal sealed class ChildProcess : IDisposable
{
    private const int FirstFree = 64;

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<int> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _started = new();
    private int _pid;
    private bool _gone;
    private bool _killed;
    private SafeFileHandle? _second;

    private ChildProcess()
    {
    }

    /// <summary>Completes with the exit status: 0 to 255, or 128 + the number of the signal that ended it.</summary>
    public Task<int> Exit => _exit.Task;

    /// <summary>Starts <paramref name="path"/>; <c>descriptors[i]</c> becomes its descriptor i.</summary>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static ChildProcess Start(string path, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, IReadOnlyList<SafeHandle> descriptors)
    {
        var child = new ChildProcess();
        var thread = new Thread(() => child.Run(path, arguments, environment, descriptors)) { IsBackground = true, Name = "sandbox" };
        thread.Start();
        child._started.Task.GetAwaiter().GetResult();
        return child;
    }

    /// <summary>Kills it, its process group and its second process; nothing happens where they have ended.</summary>
    public void Kill()
    {
        lock (_gate)
        {
            _killed = true;

            // Until it is reaped, which happens under the same lock, the number cannot belong to another process.
            if (!_gone)
            {
                KillGroup();
            }

            KillSecond();
        }
    }

    /// <summary>Names the second process, as soon as it is known.</summary>
    public void SetSecond(int pid)
    {
        lock (_gate)
        {
            var descriptor = Libc.OpenProcess(pid, 0);
            if (descriptor >= 0)
            {
                _second = new SafeFileHandle(descriptor, ownsHandle: true);
                if (_killed || _gone)
                {
                    KillSecond();
                }
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _second?.Dispose();
            _second = null;
        }
    }

    private void KillGroup()
    {
        _ = Libc.Kill(-_pid, Libc.SigKill);
        _ = Libc.Kill(_pid, Libc.SigKill);
    }

    private void KillSecond()
    {
        if (_second is not null)
        {
            _ = Libc.KillProcess((int)_second.DangerousGetHandle(), Libc.SigKill, 0, 0);
        }
    }

    private unsafe void Run(string path, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, IReadOnlyList<SafeHandle> descriptors)
    {
        try
        {
            _pid = Spawn(path, arguments, environment, descriptors);
            _started.SetResult();
        }
        catch (Win32Exception fault)
        {
            _started.SetException(fault);
            return;
        }

        var information = stackalloc byte[Libc.OpaqueSize];
        while (Libc.Wait(Libc.ById, _pid, information, Libc.ExitedOnly | Libc.LeaveWaitable) != 0
            && Marshal.GetLastPInvokeError() == Libc.Interrupted)
        {
        }

        int status;
        lock (_gate)
        {
            KillGroup();
            KillSecond();
            _gone = true;
            _ = Libc.Reap(_pid, out status, 0);
        }

        var signal = status & 0x7f;
        _exit.SetResult(signal == 0 ? (status >> 8) & 0xff : 128 + signal);
    }

    private static unsafe int Spawn(
        string path, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, IReadOnlyList<SafeHandle> descriptors)
    {
        var actions = stackalloc byte[Libc.OpaqueSize];
        var attributes = stackalloc byte[Libc.OpaqueSize];
        var signals = stackalloc byte[Libc.OpaqueSize];
        var copies = new List<int>();
        Check(Libc.InitActions(actions));
        Check(Libc.InitAttributes(attributes));
        try
        {
            // Copied out of the way first: a source must not be the target of an earlier line.
            for (var target = 0; target < descriptors.Count; target++)
            {
                var copy = Libc.Control((int)descriptors[target].DangerousGetHandle(), Libc.DuplicateCloseOnExec, FirstFree);
                if (copy < 0)
                {
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
                }

                copies.Add(copy);
                Check(Libc.AddDuplicate(actions, copy, target));
            }

            Check(Libc.AddCloseFrom(actions, descriptors.Count));

            // The runtime ignores SIGPIPE, and an ignored signal stays ignored in the child.
            _ = Libc.FillSet(signals);
            Check(Libc.SetDefaultSignals(attributes, signals));
            _ = Libc.EmptySet(signals);
            Check(Libc.SetBlockedSignals(attributes, signals));
            Check(Libc.SetFlags(attributes, Libc.SetSignalDefaults | Libc.SetSignalMask | Libc.NewSession));

            using var argv = new NativeStrings([path, .. arguments]);
            using var envp = new NativeStrings(environment);
            Check(Libc.Spawn(out var pid, path, actions, attributes, argv.Pointer, envp.Pointer));
            GC.KeepAlive(descriptors);
            return pid;
        }
        finally
        {
            _ = Libc.DestroyActions(actions);
            _ = Libc.DestroyAttributes(attributes);
            foreach (var copy in copies)
            {
                _ = Libc.Close(copy);
            }
        }
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new Win32Exception(error);
        }
    }

    /// <summary>An array of C strings that ends with a null pointer.</summary>
    private sealed unsafe class NativeStrings : IDisposable
    {
        private readonly int _count;

        public NativeStrings(IReadOnlyList<string> strings)
        {
            _count = strings.Count;
            Pointer = (byte**)NativeMemory.AllocZeroed((nuint)_count + 1, (nuint)sizeof(byte*));
            for (var i = 0; i < _count; i++)
            {
                var bytes = Encoding.UTF8.GetBytes(strings[i]);
                Pointer[i] = (byte*)NativeMemory.AllocZeroed((nuint)bytes.Length + 1);
                bytes.CopyTo(new Span<byte>(Pointer[i], bytes.Length));
            }
        }

        public byte** Pointer { get; }

        public void Dispose()
        {
            for (var i = 0; i < _count; i++)
            {
                NativeMemory.Free(Pointer[i]);
            }

            NativeMemory.Free(Pointer);
        }
    }
}
