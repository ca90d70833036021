namespace Vitrine.Centre;

/// <summary>The lock of the one writer: flock on a file of the centre, which the kernel drops with the process, however it ends.</summary>
internal static class WriterLock
{
    private const int WouldBlock = 11;

    /// <summary>Takes the lock; null where another holds it.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static FileStream? TryTake(CentrePaths paths)
    {
        try
        {
            // FileShare.None is flock(LOCK_EX | LOCK_NB).
            return new FileStream(paths.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when ((error.HResult & 0xffff) == WouldBlock)
        {
            return null;
        }
    }
}
