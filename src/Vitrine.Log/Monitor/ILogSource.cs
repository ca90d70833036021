using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>A log as its readers get it: a checkpoint, tiles and bundles, of which nothing is verified.</summary>
/// <remarks>C2SP tlog-tiles v0.1.0. The real ones are <see cref="HttpLogSource"/> and <see cref="FolderLogSource"/>.</remarks>
public interface ILogSource
{
    /// <summary>The newest checkpoint, at most <see cref="Note.MaxSize"/> bytes.</summary>
    /// <exception cref="LogSourceException">It cannot be had.</exception>
    Task<byte[]> CheckpointAsync(CancellationToken cancellationToken);

    /// <summary>A tile's or bundle's bytes at exactly its width, cut from a wider one where only that is there; a bundle's entries are counted.</summary>
    /// <exception cref="LogSourceException">It cannot be had, or is shorter, or is longer than it can be.</exception>
    Task<byte[]> TileAsync(TilePath path, CancellationToken cancellationToken);
}

/// <summary>A log's source did not give what was asked: it is not there, not reached, too large or too short. Trying again may help.</summary>
public sealed class LogSourceException(string message, Exception? cause = null) : LogException(message, cause);
