using System.Diagnostics;
using System.Globalization;

namespace Vitrine.Lab;

/// <summary>A peer in a process of its own: it is told an operation and how often, and answers in nanoseconds.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts it and waits until it is ready.</summary>
    public PeerProcess(params ReadOnlySpan<string> command)
    {
        _process = Process.Start(new ProcessStartInfo(command[0], [.. command[1..]]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        if (Answer() is var ready and not "ready")
        {
            throw new InvalidOperationException($"{command[0]} is not ready: {ready}");
        }
    }

    /// <summary>Has the operation done.</summary>
    public TimeSpan Do(string operation, int count)
    {
        _process.StandardInput.WriteLine($"{operation} {count}");
        return TimeSpan.FromTicks(long.Parse(Answer(), NumberStyles.None, CultureInfo.InvariantCulture) / (1_000_000_000 / TimeSpan.TicksPerSecond));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Answer() => _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The peer ended; what it said stands above.");
}
