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

    private readonly Pipe _source = Pipe.ToChild();
    private readonly Pipe _log = Pipe.FromChild();
    private readonly Pipe _status = Pipe.FromChild();
    private readonly Pipe _outputs = Pipe.FromChild();
    private readonly Pipe _bubblewrap = Pipe.FromChild();
    private readonly Pipe _filter = Pipe.ToChild();
    private readonly Pipe _passwd = Pipe.ToChild();
    private readonly Pipe _group = Pipe.ToChild();

    public Stream Source => _source.Ours;

    public Stream Log => _log.Ours;

    public Stream Status => _status.Ours;

    public Stream Outputs => _outputs.Ours;

    public Stream Bubblewrap => _bubblewrap.Ours;

    public Stream Filter => _filter.Ours;

    public Stream Passwd => _passwd.Ours;

    public Stream Group => _group.Ours;

    /// <summary>The child's ends, in the order of its descriptors.</summary>
    public IReadOnlyList<SafeHandle> Theirs =>
    [
        _source.Theirs, _log.Theirs, _log.Theirs, _status.Theirs, _outputs.Theirs, _bubblewrap.Theirs, _filter.Theirs, _passwd.Theirs, _group.Theirs,
    ];

    /// <summary>Closes our copies of the child's ends, so that a pipe ends with the sandbox.</summary>
    public void ReleaseTheirs()
    {
        foreach (var handle in Theirs)
        {
            handle.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var pipe in (ReadOnlySpan<Pipe>)[_source, _log, _status, _outputs, _bubblewrap, _filter, _passwd, _group])
        {
            pipe.Dispose();
        }
    }
}
