using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>The way to the one writer: in this process, or through the running server's socket.</summary>
internal interface IActWriter : IAsyncDisposable
{
    /// <summary>Completes when the views stand where the ledger does.</summary>
    Task<bool> ReadyAsync(CancellationToken cancellationToken);

    /// <summary>Commits an act and gives its position; it is durable then.</summary>
    /// <exception cref="ActRefusedException">The act does not fit; nothing was recorded.</exception>
    /// <exception cref="CentreFaultException">It cannot be recorded, now and until the centre is reopened.</exception>
    Task<LogIndex> RecordAsync(Act act, Actor by, CancellationToken cancellationToken);

    /// <summary>Anchors the ledger in the public log, where it has grown since the last time.</summary>
    Task AnchorAsync(CancellationToken cancellationToken);

    /// <summary>Waits until a statement that an act published stands in the public log, and gives its index.</summary>
    /// <exception cref="ActRefusedException">No act names the statement.</exception>
    Task<LogIndex> PublishedAsync(Digest statement, CancellationToken cancellationToken);
}

/// <summary>The centre cannot go on in this process: reopen it, which recovers.</summary>
public sealed class CentreFaultException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the act of this call may be in the ledger all the same when the centre is reopened. Otherwise it certainly is not.</summary>
    public bool OutcomeUnknown { get; init; }
}

/// <summary>The centre in this folder cannot be opened as it lies.</summary>
public sealed class CentreUnusableException(string message, Exception? inner = null) : Exception(message, inner);
