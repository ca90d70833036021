namespace Vitrine.Artifacts;

/// <summary>What one opening has spent, and what it may still.</summary>
/// <remarks>Once anything is spent the walk ends: every further member is refused, so that what was refused is not tried again and again.</remarks>
internal sealed class OpenBudget(OpenLimits limits, long fileSize, CancellationToken cancellation)
{
    private readonly long _mostBytes = Math.Min(
        limits.Bytes, Math.Max(limits.BytesOfAnyFile, (long)Math.Min(long.MaxValue, (decimal)fileSize * limits.TotalRatio)));
    private int _members;
    private ArtifactFormatException? _spent;

    public OpenLimits Limits => limits;

    public CancellationToken Cancellation => cancellation;

    /// <summary>Bytes unpacked so far.</summary>
    public long Unpacked { get; private set; }

    /// <summary>Whether the walk has to end.</summary>
    public bool IsSpent => _spent is not null;

    /// <summary>Counts bytes before they are kept.</summary>
    /// <exception cref="ArtifactFormatException">They are more than may be unpacked.</exception>
    public void Spend(string format, long bytes)
    {
        if (bytes > _mostBytes - Unpacked)
        {
            throw End(format, $"more than {_mostBytes} bytes in all would have to be unpacked");
        }

        Unpacked += bytes;
    }

    /// <summary>Counts a member before it is listed.</summary>
    /// <exception cref="ArtifactFormatException">There are more than may be listed.</exception>
    public void Count(string format)
    {
        cancellation.ThrowIfCancellationRequested();
        if (IsSpent)
        {
            throw new ArtifactFormatException(_spent!.Format, _spent.Fault, -1, _spent.Message);
        }

        if (_members >= limits.Members)
        {
            throw End(format, $"more than {limits.Members} members in all");
        }

        _members++;
    }

    private ArtifactFormatException End(string format, string message) =>
        _spent ??= new ArtifactFormatException(format, ArtifactFault.LimitExceeded, -1, message);
}
