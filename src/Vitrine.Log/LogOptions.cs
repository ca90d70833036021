using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>What a <see cref="TileLog"/> needs to know; validated when it is created or opened.</summary>
public sealed record LogOptions
{
    /// <summary>The folder that holds the log, on a local file system. One log a folder. Or else <see cref="Objects"/>.</summary>
    public string? Folder { get; init; }

    /// <summary>The object store that holds the log. Or else <see cref="Folder"/>.</summary>
    public ObjectStorageOptions? Objects { get; init; }

    /// <summary>The log's key; its name is the log's origin. A log is opened with the key it was created with, or went over to since (<see cref="TileLog.RekeyAsync(LogOptions, NoteSigner, CancellationToken)"/>).</summary>
    public required NoteSigner Signer { get; init; }

    /// <summary>
    /// Whether an entry that the log has already gets the index it has, and no second one: also when it is submitted twice at once, or after a
    /// restart. Costs about 11 bytes of memory an entry, and reading the leaf hashes before the first append. Default no.
    /// </summary>
    public bool SuppressDuplicates { get; init; }

    /// <summary>
    /// Whether others read the log's files, as tlog-tiles has it: then the partial tiles of every checkpoint that they saw stand until the full ones do.
    /// Otherwise only those of the newest: <see cref="TileReader"/> cuts older ones from them. Default yes.
    /// </summary>
    public bool IsServed { get; init; } = true;

    /// <summary>
    /// Who must cosign a checkpoint before readers see it; nobody by default. Appends do not wait for them, <see cref="TileLog.PublishedAsync"/> does.
    /// Not disposed with the log.
    /// </summary>
    public WitnessQuorum? Witnesses { get; init; }

    /// <summary>How far apart rounds of the witnesses begin at least. 1 ms to 1 h; default 1 s.</summary>
    public TimeSpan WitnessInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many entries may lack cosignatures before <see cref="LogBusyException"/>. Default 1,048,576.</summary>
    public int UnpublishedLimit { get; init; } = 1024 * 1024;

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

    /// <summary>Asks the witnesses; null when there are none.</summary>
    internal Cosign? Cosign
    {
        get => field ?? (Witnesses is { } quorum ? new Cosign(quorum.CosignAsync) : null);
        init;
    }

    /// <summary>Where the log is, for messages.</summary>
    internal string Where => Folder ?? Objects!.ToString();

    internal ILogStorage OpenStorage() => Folder is null ? new ObjectStorage(Objects!, Signer.Name) : new FileStorage(Disk.Real, Path.GetFullPath(Folder), JournalBytes);

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Signer);
        if (string.IsNullOrEmpty(Folder) == Objects is null)
        {
            throw new ArgumentException("A log is in a folder or in an object store: name one of them.", nameof(Folder));
        }

        Between((Objects?.Timeout ?? TimeSpan.FromSeconds(60)).Ticks, 10 * TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerHour, nameof(ObjectStorageOptions.Timeout));
        Between(BatchLimit, 1, 65_536, nameof(BatchLimit));
        Between(BatchWindow.Ticks, 0, TimeSpan.TicksPerSecond, nameof(BatchWindow));
        Between(WitnessInterval.Ticks, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerHour, nameof(WitnessInterval));
        Between(UnpublishedLimit, 1, int.MaxValue, nameof(UnpublishedLimit));
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
