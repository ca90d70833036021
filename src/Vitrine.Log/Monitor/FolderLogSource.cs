using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>A log in a folder of this machine; its writer may run.</summary>
public sealed class FolderLogSource(string folder) : ILogSource
{
    private readonly TileReader _reader = new(folder);

    /// <inheritdoc/>
    public Task<byte[]> CheckpointAsync(CancellationToken cancellationToken)
    {
        try
        {
            var note = _reader.CheckpointNote();
            return note.Length <= Note.MaxSize ? Task.FromResult(note) : throw new LogSourceException($"The checkpoint in {folder} has {note.Length} bytes; {Note.MaxSize} are allowed.");
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
            return _reader.TryRead(path, out var bytes) ? Task.FromResult(bytes) : throw new LogSourceException($"{folder} has no {path}, or it is short.");
        }
        catch (LogFaultException error)
        {
            throw new LogSourceException(error.Message, error);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => folder;
}
