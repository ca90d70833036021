namespace Vitrine.Web;

/// <summary>How much and how long a meter carries.</summary>
/// <param name="Response">Bytes of a body that are sent on, at most.</param>
/// <param name="Frame">Bytes of a body at a reading path, at most: it is held until it is whole.</param>
/// <param name="Silence">How long a server may take for its head, or for the next bytes of a body.</param>
/// <param name="Longest">How long a body may take as a whole, whether or not the terminal is still there.</param>
/// <param name="Grace">How long responses on the way have when the meter is told to stop.</param>
public sealed record MeterBounds(long Response, long Frame, TimeSpan Silence, TimeSpan Longest, TimeSpan Grace)
{
    /// <summary>1 GiB, 64 MiB, two minutes, half an hour, 15 seconds.</summary>
    public static MeterBounds Default { get; } = new(1L << 30, 64L << 20, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(15));
}
