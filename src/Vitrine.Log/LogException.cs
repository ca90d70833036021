namespace Vitrine.Log;

/// <summary>A log could not do what was asked. Each case is a type of its own.</summary>
public abstract class LogException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>Another process, or another <see cref="TileLog"/> in this one, writes this log.</summary>
public sealed class LogInUseException(string folder)
    : LogException($"The log in {folder} is in use by another process. Stop that one, or send the request through it.")
{
    /// <summary>The log's folder.</summary>
    public string Folder { get; } = folder;
}

/// <summary>There is a log in the folder already, or parts of one.</summary>
public sealed class LogExistsException(string folder, string found)
    : LogException($"There is a log in {folder} already ({found}). Open it, or choose another folder.");

/// <summary>There is no log in the folder.</summary>
public sealed class LogMissingException(string folder)
    : LogException($"There is no log in {folder}. Create one, or name the right folder.");

/// <summary>The secrets for a log on objects are not where they are looked for, or are open to others of this machine.</summary>
public sealed class LogSecretException(string message) : LogException(message);

/// <summary>More waits to be appended than the options allow. Nothing of this request was appended; try again later.</summary>
public sealed class LogBusyException(string message) : LogException(message);

/// <summary>
/// The files contradict each other, or belong to another key. Nothing was changed. To go on could fork the log, so a person must look: restore
/// the folder as a whole from a copy that is not older than any checkpoint handed out.
/// </summary>
public sealed class LogCorruptException(string path, string what) : LogException($"{path}: {what}")
{
    /// <summary>The file in which it was seen.</summary>
    public string Path { get; } = path;
}

/// <summary>
/// The storage failed. The log takes no more entries until it is opened anew, which recovers through the normal path; what was
/// acknowledged is safe.
/// </summary>
public class LogFaultException(string operation, string path, bool outcomeUnknown, Exception cause)
    : LogException($"Cannot {operation} {path}: {cause?.Message}", cause)
{
    /// <summary>What was tried: open, read, write, sync, rename, delete, create, list, commit, go on with.</summary>
    public string Operation { get; } = operation;

    /// <summary>The file, folder, object or row it was tried on.</summary>
    public string Path { get; } = path;

    /// <summary>
    /// Whether this request's entries may be in the log after all when it is opened anew. Otherwise they certainly are not.
    /// </summary>
    public bool OutcomeUnknown { get; } = outcomeUnknown;

    // Each waiter gets an exception of its own.
    internal LogFaultException Certain() => With(outcomeUnknown: false);

    internal LogFaultException Unknown() => With(outcomeUnknown: true);

    private protected virtual LogFaultException With(bool outcomeUnknown) => new(Operation, Path, outcomeUnknown, InnerException!);
}

/// <summary>
/// Another writer has taken this log over, or changed its files. This one has stopped: to go on would fork the log. What was acknowledged is
/// in the log, wherever the other took it over.
/// </summary>
public sealed class LogLostException(string path, string seen, bool outcomeUnknown = false)
    : LogFaultException("go on with", path, outcomeUnknown, new InvalidOperationException($"{seen}: another writer is at work. This one has stopped; let one alone run, and open the log anew."))
{
    private protected override LogFaultException With(bool outcomeUnknown) => new LogLostException(Path, seen, outcomeUnknown);
}
