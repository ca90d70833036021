namespace Vitrine.Artifacts;

/// <summary>What opening a file may spend, whoever made the file. Time is bounded by the caller's cancellation.</summary>
public sealed record OpenLimits
{
    /// <summary>Fit for shipped software: 16 archives deep, 8 GiB unpacked, 200,000 members.</summary>
    public static OpenLimits Default { get; } = new();

    /// <summary>How many containers may lie within one another; the outermost counts as one, a compressed archive as two.</summary>
    public int Depth { get; init; } = 16;

    /// <summary>Bytes that are unpacked in all, every level together.</summary>
    public long Bytes { get; init; } = 8L << 30;

    /// <summary>Most bytes that are unpacked in all for each byte of the file, every level together.</summary>
    public int TotalRatio { get; init; } = 250;

    /// <summary>Bytes that may be unpacked from however small a file.</summary>
    public long BytesOfAnyFile { get; init; } = 128 << 20;

    /// <summary>Members in all.</summary>
    public int Members { get; init; } = 200_000;

    /// <summary>Most bytes that one compressed member may unpack to.</summary>
    public long MemberBytes { get; init; } = 4L << 30;

    /// <summary>Most bytes that a member may unpack to for each of its packed bytes, once it is past one MiB.</summary>
    public int Ratio { get; init; } = 500;

    /// <summary>Bytes of an unpacked member that are held in memory; a larger one lies in a temporary file without a name.</summary>
    public int MemoryBytes { get; init; } = 16 << 20;

    /// <summary>Largest dictionary of an xz stream, in bytes: it is held in memory. The largest that xz makes by a level is 64 MiB.</summary>
    public int DictionaryBytes { get; init; } = 64 << 20;

    /// <summary>Throws where a limit makes no sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A limit is not positive, or so large that it is none.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Depth);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Depth, 64);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Bytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(TotalRatio);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BytesOfAnyFile);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Members);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MemberBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Ratio);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MemoryBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MemoryBytes, 1 << 30);
        ArgumentOutOfRangeException.ThrowIfLessThan(DictionaryBytes, 4096);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(DictionaryBytes, 1 << 30);
    }
}
