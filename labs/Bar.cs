using System.Diagnostics;

namespace Vitrine.Lab;

/// <summary>Something of ours and the same of a peer, measured in turns in one run.</summary>
/// <param name="What">What is measured.</param>
/// <param name="Count">How often in a turn.</param>
/// <param name="Most">The bar: the most that our time may be, as a share of the peer's; null where the figures only explain others.</param>
/// <param name="Ours">Does it so often.</param>
/// <param name="Peer">The peer does it so often; gives the time it took.</param>
internal sealed record Bar(string What, int Count, double? Most, Action<int> Ours, Func<int, TimeSpan> Peer)
{
    /// <summary>Turns that count: many short ones, so that few are disturbed on a busy machine.</summary>
    private const int Rounds = 201;

    /// <summary>How long both take turns before any counts: what runs often is compiled again by then.</summary>
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(4);

    /// <summary>Our median, in nanoseconds; 0 before it was measured.</summary>
    public double OurTime { get; private set; }

    /// <summary>The peer's, likewise.</summary>
    public double PeersTime { get; private set; }

    /// <summary>Prints the medians and the median of the rounds' ratios; says whether that keeps the bar.</summary>
    public bool Keeps()
    {
        var (ours, peers) = (new List<double>(), new List<double>());
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Warm;)
        {
            OursOnce();
            PeerOnce();
        }

        for (var round = 0; round < Rounds; round++)
        {
            // Who goes first changes, so that nobody always follows the other's garbage or heat.
            var (first, second) = round % 2 == 0 ? (OursOnce(), PeerOnce()) : (PeerOnce(), OursOnce());
            ours.Add(round % 2 == 0 ? first : second);
            peers.Add(round % 2 == 0 ? second : first);
        }

        (OurTime, PeersTime) = (Median(ours), Median(peers));
        var ratio = Median(ours.Zip(peers, (our, peer) => our / peer));
        Console.WriteLine($"| {What} | {Show(OurTime)} | {Show(PeersTime)} | {ratio:0.00} | {(Most is { } most ? $"{most:0.00} | {(ratio <= most ? "kept" : "MISSED")}" : "|")} |");
        return !(ratio > Most);
    }

    /// <summary>The head of the table.</summary>
    public static void WriteHead(string peer) =>
        Console.WriteLine($"| what | ours | {peer} | ours ÷ theirs | bar | |\n| --- | --- | --- | --- | --- | --- |");

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Show(double nanoseconds) => nanoseconds < 10_000 ? $"{nanoseconds:0} ns" : $"{nanoseconds / 1000:0.0} µs";

    private double OursOnce()
    {
        var start = Stopwatch.GetTimestamp();
        Ours(Count);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Count;
    }

    private double PeerOnce() => Peer(Count).TotalNanoseconds / Count;
}
