using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>A log as it is stored: in a folder of this machine, or on an object store; its writer may run.</summary>
public sealed class FolderLogSource(TileReader reader) : ILogSource
{
    /// <summary>The log in a folder.</summary>
    public FolderLogSource(string folder)
        : this(new TileReader(folder))
    {
    }

    /// <inheritdoc/>
    public Task<byte[]> CheckpointAsync(CancellationToken cancellationToken)
    {
        try
        {
            var note = reader.CheckpointNote();
            return note.Length <= Note.MaxSize ? Task.FromResult(note) : throw new LogSourceException($"The checkpoint in {this} has {note.Length} bytes; {Note.MaxSize} are allowed.");
        }
        catch (Exception error) when (error is LogMissingException or LogFaultException)
        {
            throw new LogSourceException(error.Message, error);
        }
    }

    /// <inheritdoc/>
    public Task<byte[]> TileAsync(TilePath path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return reader.TryRead(path, out var bytes) ? Task.FromResult(bytes) : throw new LogSourceException($"{this} has no {path}, or it is short.");
        }
        catch (LogFaultException error)
        {
            throw new LogSourceException(error.Message, error);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => reader.Where;
}
