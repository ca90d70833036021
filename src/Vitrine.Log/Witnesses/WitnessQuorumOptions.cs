namespace Vitrine.Log;

/// <summary>How long a <see cref="WitnessQuorum"/> waits; validated when it is made.</summary>
public sealed record WitnessQuorumOptions
{
    /// <summary>How long a witness has for its whole answer, a retry included. 100 ms to a minute; default 5 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a round whose quorum is met waits on for witnesses that cosigned the last time, so that theirs are there too. Up to the timeout;
    /// default 200 ms.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMilliseconds(200);

    internal void Validate()
    {
        if (Timeout < TimeSpan.FromMilliseconds(100) || Timeout > TimeSpan.FromMinutes(1))
        {
            throw new ArgumentOutOfRangeException(nameof(Timeout), $"The timeout is {Timeout}; 100 ms to a minute are possible.");
        }

        if (Grace < TimeSpan.Zero || Grace > Timeout)
        {
            throw new ArgumentOutOfRangeException(nameof(Grace), $"The grace is {Grace}; none to the timeout ({Timeout}) are possible.");
        }
    }
}
