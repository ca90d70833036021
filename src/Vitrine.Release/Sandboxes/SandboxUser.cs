using System.Globalization;

namespace Vitrine.Release;

/// <summary>Whom a build runs as.</summary>
/// <remarks>
/// <para>A plain user's builds each have a user namespace, with a count of tasks of their own. Builds that the machine's root runs have none, and the
/// kernel counts the tasks of a user together: so each gets a user of its own for as long as it runs, the first free of 64, from the numbers
/// that Debian's policy reserves (65000 to 65533) and so are no person's and no service's. One build at a time is always the same user.</para>
/// <para>Which are taken, locks below /run say; the kernel drops a lock with the process that held it.</para>
/// </remarks>
internal sealed class SandboxUser : IDisposable
{
    private const int FirstId = 65533;
    private const int MostAtOnce = 64;
    private const string LockFolder = "/run/vitrine-sandbox";

    private readonly FileStream? _lock;

    private SandboxUser(int id, FileStream? hold)
    {
        Id = id.ToString(CultureInfo.InvariantCulture);
        _lock = hold;
    }

    /// <summary>The number that the build sees, of the user and of its group.</summary>
    public string Id { get; }

    /// <summary>Whether it is the machine's root that makes the sandbox.</summary>
    public bool ByRoot => _lock is not null;

    /// <summary>The user for one run.</summary>
    /// <exception cref="SandboxException">64 builds run already.</exception>
    public static SandboxUser Take()
    {
        if (!IsMachinesRoot())
        {
            return new SandboxUser(FirstId, null);
        }

        Directory.CreateDirectory(LockFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        for (var i = 0; i < MostAtOnce; i++)
        {
            if (TryLock(FirstId - i) is { } hold)
            {
                return new SandboxUser(FirstId - i, hold);
            }
        }

        throw new SandboxException(SandboxFault.NotStarted, $"{MostAtOnce} builds run on this machine already. Wait until one has ended.");
    }

    public void Dispose() => _lock?.Dispose();

    private static FileStream? TryLock(int id)
    {
        try
        {
            return new FileStream(Path.Combine(LockFolder, id.ToString(CultureInfo.InvariantCulture)), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    // Root of a container with a user namespace of its own is a plain user to the kernel.
    private static bool IsMachinesRoot() =>
        Environment.IsPrivilegedProcess
        && File.ReadAllText("/proc/self/uid_map").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is ["0", "0", ..];
}
