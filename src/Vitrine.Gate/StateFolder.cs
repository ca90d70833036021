using System.Diagnostics;
using Vitrine.Proofs;

namespace Vitrine.Gate;

/// <summary>The folder in which a gate remembers; held by one gate at a time.</summary>
/// <remarks>
/// Files: <c>state.json</c> (see <see cref="GateState"/>), <c>lock</c>, and while it is written <c>state.json.tmp</c>. Calls, in order: open, write, fsync and
/// close of the new file, rename over the old one, fsync of the folder. A loss of power leaves the old state or the new one. It does not
/// survive a disk that lies about fsync, and not someone who may write here: the folder belongs to whoever may install.
/// </remarks>
internal sealed class StateFolder : IDisposable
{
    private const string FileName = "state.json";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _folder;
    private readonly FileStream _lock;
    private byte[] _bytes;

    private StateFolder(string folder, FileStream @lock, GateState state, byte[] bytes)
    {
        _folder = folder;
        _lock = @lock;
        _bytes = bytes;
        State = state;
    }

    /// <summary>What is remembered.</summary>
    internal GateState State { get; private set; }

    /// <summary>Takes the folder, waiting a while for another gate that has it; makes it where it is not there.</summary>
    /// <exception cref="GateInputException">It cannot be taken, or its state cannot be read.</exception>
    internal static StateFolder Open(string folder)
    {
        try
        {
            if (!Directory.Exists(folder))
            {
                CreatePrivate(folder);
            }

            var @lock = Take(folder);
            try
            {
                var (state, bytes) = Read(Path.Combine(folder, FileName));
                return new StateFolder(folder, @lock, state, bytes);
            }
            catch (GateInputException)
            {
                @lock.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GateInputException($"The state folder {folder} cannot be used: {e.Message} Name a folder that you may write to with --state.", e);
        }
    }

    /// <summary>Remembers, durably; does nothing where nothing is new.</summary>
    /// <exception cref="GateInputException">It cannot be written; what was remembered before still is.</exception>
    internal void Keep(GateState state)
    {
        try
        {
            var bytes = state.ToJson();
            if (!bytes.AsSpan().SequenceEqual(_bytes))
            {
                Write(bytes);
                (State, _bytes) = (state, bytes);
            }
        }
        catch (GateStateFormatException e)
        {
            throw new GateInputException($"The state folder {_folder}: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GateInputException($"The state in {_folder} cannot be written, so nothing was decided: {e.Message} Make room, or name a folder that you may write to with --state.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static FileStream Take(string folder)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(folder, "lock"), Private(FileMode.OpenOrCreate));
            }
            catch (IOException) when (waited.Elapsed < Patience && File.Exists(Path.Combine(folder, "lock")))
            {
                Thread.Sleep(20); // Another gate has it, for the moment of one decision.
            }
        }
    }

    private static FileStreamOptions Private(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static (GateState State, byte[] Bytes) Read(string path)
    {
        if (!File.Exists(path))
        {
            return (GateState.Empty, []);
        }

        var bytes = GateFiles.ReadBounded(path, GateState.MaxBytes, $"The state {path}");
        try
        {
            return (GateState.Parse(bytes), bytes);
        }
        catch (GateStateFormatException e)
        {
            throw new GateInputException(
                $"The state {path} is damaged: {e.Message} Restore it from a backup; or remove it, and the gate begins without memory of rollbacks and forks.", e);
        }
    }

    private void Write(byte[] bytes)
    {
        var (path, next) = (Path.Combine(_folder, FileName), Path.Combine(_folder, FileName + ".tmp"));
        using (var file = new FileStream(next, Private(FileMode.Create)))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
        FolderSync.Sync(_folder);
    }
}
