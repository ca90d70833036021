using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>The way to the one writer: in this process, or through the running server's socket.</summary>
internal interface IActWriter : IAsyncDisposable
{
    /// <summary>Commits an act and gives its position; it is durable then.</summary>
    /// <exception cref="ActRefusedException">The act does not fit; nothing was recorded.</exception>
    Task<LogIndex> RecordAsync(Act act, Actor by, CancellationToken cancellationToken);

    /// <summary>Anchors the ledger in the public log, where it has grown since the last time.</summary>
    Task AnchorAsync(CancellationToken cancellationToken);

    /// <summary>Waits until a statement that an act published stands in the public log, and gives its index.</summary>
    Task<LogIndex> PublishedAsync(Digest statement, CancellationToken cancellationToken);
}

/// <summary>The centre cannot go on in this process: reopen it, which recovers.</summary>
public sealed class CentreFaultException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The centre in this folder cannot be opened as it lies.</summary>
public sealed class CentreUnusableException(string message, Exception? inner = null) : Exception(message, inner);
