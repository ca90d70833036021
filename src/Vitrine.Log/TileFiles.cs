using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>Writes the served files, each whole at once, and remembers which are not yet synced.</summary>
/// <remarks>
/// A file appears under its name by rename from <c>.state/tmp</c>, so that readers see all of it or nothing. No sync happens until <see cref="Sync"/>:
/// until then the journal holds what they are made from.
/// </remarks>
internal sealed class TileFiles(IDisk disk, string folder)
{
    private readonly string _temporary = Path.Combine(folder, LogFolder.State, "tmp");
    private readonly HashSet<string> _knownFolders = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dirtyFiles = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dirtyFolders = new(StringComparer.Ordinal);
    private bool _begun;

    public void Write(string name, ReadOnlySpan<byte> bytes)
    {
        var path = Path.Combine(folder, name);
        var parent = Path.GetDirectoryName(path)!;
        if (_knownFolders.Add(parent))
        {
            // Folders that are there may be the unsynced work of a process that was killed: each is synced once by this one.
            disk.CreateFolder(parent);
            for (var above = parent; above.Length > folder.Length; above = Path.GetDirectoryName(above)!)
            {
                _dirtyFolders.Add(Path.GetDirectoryName(above)!);
            }
        }

        if (!_begun)
        {
            // Left by a crash, it could be a second name of a tile, if this file system's rename is not atomic when power is lost.
            disk.Delete(_temporary);
            _begun = true;
        }

        disk.Write(_temporary, bytes);
        disk.Rename(_temporary, path);
        _dirtyFiles.Add(path);
        _dirtyFolders.Add(parent);
    }

    /// <summary>Deletes the partial tiles at one place, all but those of the widths to keep.</summary>
    public void DeletePartials(TilePath tile, ReadOnlySpan<int> keep)
    {
        var parent = Path.Combine(folder, tile.WithWidth(TilePath.FullWidth) + ".p");
        var kept = false;
        foreach (var name in disk.List(parent))
        {
            if (int.TryParse(name, out var width) && keep.Contains(width))
            {
                kept = true;
                continue;
            }

            Delete(Path.Combine(parent, name));
        }

        if (!kept)
        {
            disk.DeleteFolder(parent);
            _knownFolders.Remove(parent);
            _dirtyFolders.Remove(parent);
            _dirtyFolders.Add(Path.GetDirectoryName(parent)!);
        }
    }

    /// <summary>Deletes one partial tile.</summary>
    public void DeletePartial(TilePath tile) => Delete(Path.Combine(folder, tile.ToString()));

    /// <summary>Makes everything written and deleted so far durable.</summary>
    public void Sync()
    {
        foreach (var file in _dirtyFiles)
        {
            disk.Sync(file);
        }

        foreach (var name in _dirtyFolders)
        {
            disk.SyncFolder(name);
        }

        _dirtyFiles.Clear();
        _dirtyFolders.Clear();
    }

    private void Delete(string path)
    {
        disk.Delete(path);
        _dirtyFiles.Remove(path);
        _dirtyFolders.Add(Path.GetDirectoryName(path)!);
    }
}
