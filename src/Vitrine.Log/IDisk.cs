namespace Vitrine.Log;

/// <summary>
/// Every file-system step that durability rests on, and no other. The real one is <see cref="Disk"/>; the tests have one that fails at a
/// chosen step and one that loses on power failure what was not synced. Each step that fails throws <see cref="LogFaultException"/>.
/// </summary>
internal interface IDisk
{
    /// <summary>Takes the folder's kernel lock; null when another holds it. It ends with the process, however that ends.</summary>
    IDisposable? TryLock(string folder);

    /// <summary>Makes the folder and those above it; returns those made, outermost first.</summary>
    IReadOnlyList<string> CreateFolder(string folder);

    /// <summary>The whole file; null when there is none.</summary>
    byte[]? Read(string path);

    /// <summary>Up to so many bytes of a file from a place on, fewer at its end; none when there is no file.</summary>
    byte[] ReadAt(string path, long offset, int count);

    /// <summary>The names in a folder; none when there is no folder.</summary>
    IReadOnlyList<string> List(string folder);

    /// <summary>Writes a file whole, over any that is there. Not synced, not atomic.</summary>
    void Write(string path, ReadOnlySpan<byte> bytes);

    /// <summary>Puts a file in the place of another, atomically.</summary>
    void Rename(string from, string to);

    /// <summary>Deletes a file; none is fine.</summary>
    void Delete(string path);

    /// <summary>Deletes an empty folder; none is fine.</summary>
    void DeleteFolder(string folder);

    /// <summary>Makes a file's bytes durable.</summary>
    void Sync(string path);

    /// <summary>Makes a folder's names durable.</summary>
    void SyncFolder(string folder);

    /// <summary>Opens a file to write at places in it.</summary>
    IDiskFile Open(string path);
}

/// <summary>An open file.</summary>
internal interface IDiskFile : IDisposable
{
    /// <summary>Writes at a place.</summary>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Makes the file's bytes and size durable.</summary>
    void Sync();
}
