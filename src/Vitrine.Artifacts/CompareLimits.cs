namespace Vitrine.Artifacts;

/// <summary>
/// What a comparison may spend on files that may have been made to exhaust it. Time is bounded by the caller's cancellation.
/// </summary>
public sealed record CompareLimits
{
    /// <summary>Fit for shipped software: files of up to 16 GiB, images of up to 256 MiB, 4 GiB unpacked.</summary>
    public static CompareLimits Default { get; } = new();

    /// <summary>Largest file that is opened as what it is, in bytes; bytes alone are compared at any size.</summary>
    public long MaxFileBytes { get; init; } = 16L << 30;

    /// <summary>Largest PE or ELF image, and largest member of an archive, in bytes: these are held in memory.</summary>
    public int MaxImageBytes { get; init; } = 256 << 20;

    /// <summary>Most members in one archive.</summary>
    public int MaxMembers { get; init; } = 100_000;

    /// <summary>How many archives may lie within one another; the outermost counts as one.</summary>
    public int MaxDepth { get; init; } = 8;

    /// <summary>Bytes unpacked in one comparison, both sides and every level together.</summary>
    public long MaxUnpackedBytes { get; init; } = 4L << 30;

    /// <summary>Most bytes that a member may unpack to for each of its packed bytes, once it is past one MiB.</summary>
    public int MaxRatio { get; init; } = 500;

    /// <summary>Differences, and ranges an explanation, that are listed; the rest is counted.</summary>
    public int MaxListed { get; init; } = 1_000;

    /// <summary>Throws where a limit makes no sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A limit is not positive, or an image would not fit an array.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxFileBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxImageBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxImageBytes, 1 << 30);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxMembers);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxDepth);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxDepth, 32);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxUnpackedBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxRatio);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxListed);
    }
}
