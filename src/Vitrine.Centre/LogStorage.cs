using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>Where a centre's public log lives: in its folder, or, where the file <c>log-storage</c> says so, on an object store with its lock in a database.</summary>
/// <remarks>Chosen when the centre is made, for good: a log is not moved by naming another place, and both in one centre are refused. The ledger is always in the folder.</remarks>
public sealed class LogStorage
{
    private readonly CentrePaths _paths;

    private LogStorage(CentrePaths paths, ObjectStorageOptions? objects)
    {
        _paths = paths;
        Objects = objects;
    }

    /// <summary>The object store; null where the log is in the centre's folder.</summary>
    public ObjectStorageOptions? Objects { get; }

    /// <summary>What a centre's file says.</summary>
    /// <exception cref="CentreUnusableException">It cannot be read, or the folder holds a log too.</exception>
    public static LogStorage Of(CentrePaths paths)
    {
        if (!File.Exists(paths.LogStorage))
        {
            return new LogStorage(paths, null);
        }

        return Directory.Exists(Path.Combine(paths.Log, ".state"))
            ? throw new CentreUnusableException($"{paths.Log} holds this centre's log, and {paths.LogStorage} says that it is elsewhere. A log is not moved by naming another place: take the file away.")
            : new LogStorage(paths, Read(paths.LogStorage));
    }

    /// <summary>Takes the choice for a new centre: a file of its own, checked; none for the folder.</summary>
    /// <exception cref="CentreUnusableException">It cannot be read.</exception>
    internal static LogStorage Choose(CentrePaths paths, string? file)
    {
        if (file is not null)
        {
            Read(file);
            DurableFile.Write(paths.LogStorage, File.ReadAllBytes(file));
        }

        return Of(paths);
    }

    /// <summary>What the log's writer needs.</summary>
    internal LogOptions Options(NoteSigner signer, WitnessQuorum? witnesses = null) =>
        new() { Folder = Objects is null ? _paths.Log : null, Objects = Objects, Signer = signer, SuppressDuplicates = true, Witnesses = witnesses };

    /// <summary>What the ledger's writer needs: always in the folder, and read by nobody but this centre's own processes.</summary>
    internal static LogOptions Ledger(CentrePaths paths, NoteSigner signer) => new() { Folder = paths.Ledger, Signer = signer, IsServed = false };

    /// <summary>Reads the log, as it is stored.</summary>
    internal TileReader Reader() => Objects is null ? new TileReader(_paths.Log) : new TileReader(Objects);

    private static ObjectStorageOptions Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length > LogStorageFile.MaxBytes)
        {
            throw new CentreUnusableException(file.Exists ? $"{path} has {file.Length:N0} bytes; it has at most {LogStorageFile.MaxBytes:N0}." : $"There is no file {path}.");
        }

        try
        {
            return LogStorageFile.Parse(File.ReadAllBytes(path));
        }
        catch (LogStorageFormatException error)
        {
            throw new CentreUnusableException($"{path}, {error.Message}", error);
        }
    }
}
