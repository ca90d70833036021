using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>What a <see cref="TileLog"/> needs to know; validated when it is created or opened.</summary>
public sealed record LogOptions
{
    /// <summary>The folder that holds the log. One log a folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The log's key; its name is the log's origin. A log is opened with the key it was created with.</summary>
    public required NoteSigner Signer { get; init; }

    /// <summary>A batch takes no further request once it has this many entries. 1 to 65,536; default 1,024.</summary>
    public int BatchLimit { get; init; } = 1024;

    /// <summary>
    /// How long the first request of a batch waits for company. Default none: requests that come while a batch is being made durable are
    /// the next batch, so a lone request never waits and many share. At most one second.
    /// </summary>
    public TimeSpan BatchWindow { get; init; } = TimeSpan.Zero;

    /// <summary>How many entries may wait before <see cref="LogBusyException"/>. Default 65,536.</summary>
    public int QueueLimit { get; init; } = 65_536;

    /// <summary>How many bytes may wait before <see cref="LogBusyException"/>. Default 64 MiB.</summary>
    public long QueueBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>
    /// When the journal has this many bytes, the tiles made from it are synced and a new one is begun: more means rarer pauses and a longer
    /// recovery. 64 KiB to 64 MiB; default 1 MiB.
    /// </summary>
    public int JournalBytes { get; init; } = 1024 * 1024;

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Folder);
        ArgumentNullException.ThrowIfNull(Signer);
        Between(BatchLimit, 1, 65_536, nameof(BatchLimit));
        Between(BatchWindow.Ticks, 0, TimeSpan.TicksPerSecond, nameof(BatchWindow));
        Between(QueueLimit, 1, 16 * 1024 * 1024, nameof(QueueLimit));
        Between(QueueBytes, EntryBundle.MaxEntry, 1L << 40, nameof(QueueBytes));
        Between(JournalBytes, 64 * 1024, 64 * 1024 * 1024, nameof(JournalBytes));
    }

    private static void Between(long value, long least, long most, string name)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(name, $"{name} is {value}; from {least} to {most} is possible.");
        }
    }
}
