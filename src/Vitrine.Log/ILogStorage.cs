using System.Collections.Immutable;
using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>
/// Where a log lives: its files, and the batches that are committed and not yet all in them. The real ones are <see cref="FileStorage"/> and
/// <see cref="ObjectStorage"/>. Used by one caller at a time, but for reading.
/// </summary>
/// <remarks>
/// What a storage promises to <see cref="LogStore"/>: a batch is in the log once <see cref="Commit"/> has returned, whatever happens then, and if it did
/// not return then wholly or not at all. Files are whole under their names or absent; one that is written again is written with the same bytes.
/// After a kill or loss of power, <see cref="Open"/> gives a tree whose files are whole, and every batch since. Every step that fails throws
/// <see cref="LogFaultException"/>, and one that finds another writer's work <see cref="LogLostException"/>; afterwards it is only disposed.
/// </remarks>
internal interface ILogStorage : ILogFiles, IDisposable
{
    /// <summary>How many entries the tree has that <see cref="Open"/> would begin with now.</summary>
    TreeSize BaseSize { get; }

    /// <summary>Whether so much was committed since that tree that <see cref="Settle"/> should be called.</summary>
    bool IsFull { get; }

    /// <summary>Makes the place of an empty log.</summary>
    /// <param name="empty">Its checkpoint.</param>
    /// <exception cref="LogExistsException">There is one.</exception>
    /// <exception cref="LogInUseException">Another is being made or written there.</exception>
    void Create(VerifiedCheckpoint empty);

    /// <summary>Whether what is there is written under a key, as it stands now; takes no lock.</summary>
    /// <exception cref="LogMissingException">There is no log.</exception>
    /// <exception cref="LogCorruptException">What is there cannot be read.</exception>
    bool IsUnder(NoteVerifier key);

    /// <summary>Takes the lock and reads what was committed.</summary>
    /// <param name="key">The log's key.</param>
    /// <exception cref="LogMissingException">There is no log.</exception>
    /// <exception cref="LogInUseException">Another writes it.</exception>
    /// <exception cref="LogCorruptException">What is there contradicts itself, or belongs to another key.</exception>
    LogState Open(NoteVerifier key);

    /// <summary>Commits a batch. All files of the batches before it have been written.</summary>
    /// <param name="batch">The entries that follow the newest.</param>
    /// <param name="head">The checkpoint that covers them.</param>
    void Commit(LogBatch batch, VerifiedCheckpoint head);

    /// <summary>Writes tiles and bundles. They are durable once <see cref="Settle"/> returns.</summary>
    void Write(IReadOnlyCollection<LogFile> files);

    /// <summary>Puts a checkpoint in the place of the one that readers see.</summary>
    /// <param name="note">The signed note.</param>
    /// <param name="durable">Whether it must outlive a loss of power: what was committed does not tell its cosignatures.</param>
    /// <param name="mayReplace">Whether a note that this writer did not leave there may be replaced; else it is another writer's.</param>
    void Publish(ReadOnlyMemory<byte> note, bool durable, Func<ReadOnlyMemory<byte>, bool> mayReplace);

    /// <summary>Deletes partial tiles and bundles.</summary>
    void Delete(IReadOnlyCollection<TilePath> partials);

    /// <summary>Makes all files durable and begins anew with this tree, under the key that signed its checkpoint.</summary>
    void Settle(VerifiedCheckpoint head);
}

/// <summary>A file to be written.</summary>
internal readonly record struct LogFile(TilePath Path, ReadOnlyMemory<byte> Bytes);

/// <summary>Entries that become durable together.</summary>
/// <param name="First">The index of the first.</param>
/// <param name="Entries">At least one.</param>
/// <param name="Payload">The bytes of all, each with its two bytes of length.</param>
internal sealed record LogBatch(ulong First, IReadOnlyList<ReadOnlyMemory<byte>> Entries, int Payload);

/// <summary>What a storage holds when it is opened.</summary>
/// <param name="BaseSize">The size of a tree whose files are whole.</param>
/// <param name="BaseRoot">Its root.</param>
/// <param name="Batches">What was committed since, in order.</param>
/// <param name="Head">The newest tree, where the storage knows it.</param>
/// <param name="IsClean">Whether nothing is left over from a writer that was cut short.</param>
internal sealed record LogState(
    TreeSize BaseSize, Digest BaseRoot, ImmutableArray<ImmutableArray<ReadOnlyMemory<byte>>> Batches, Checkpoint? Head, bool IsClean);
