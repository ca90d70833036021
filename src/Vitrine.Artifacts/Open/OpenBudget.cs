namespace Vitrine.Artifacts;

/// <summary>What one opening has spent, and what it may still.</summary>
internal sealed class OpenBudget(OpenLimits limits, CancellationToken cancellation)
{
    private int _members;

    public OpenLimits Limits => limits;

    public CancellationToken Cancellation => cancellation;

    /// <summary>Bytes unpacked so far.</summary>
    public long Unpacked { get; private set; }

    /// <summary>Counts bytes before they are kept.</summary>
    /// <exception cref="ArtifactFormatException">They are more than may be unpacked.</exception>
    public void Spend(string format, long bytes)
    {
        if (bytes > limits.Bytes - Unpacked)
        {
            throw new ArtifactFormatException(
                format, ArtifactFault.LimitExceeded, -1, $"more than {limits.Bytes} bytes in all would have to be unpacked");
        }

        Unpacked += bytes;
    }

    /// <summary>Counts a member before it is listed.</summary>
    /// <exception cref="ArtifactFormatException">There are more than may be listed.</exception>
    public void Count(string format)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_members >= limits.Members)
        {
            throw new ArtifactFormatException(format, ArtifactFault.LimitExceeded, -1, $"more than {limits.Members} members in all");
        }

        _members++;
    }
}
