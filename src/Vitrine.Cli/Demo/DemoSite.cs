using System.Diagnostics;

namespace Vitrine.Cli;

/// <summary>The site as a process of its own, stopped with the demo.</summary>
internal sealed class DemoSite : IAsyncDisposable
{
    private readonly Process _process;

    private DemoSite(Process process, string address)
    {
        _process = process;
        Address = address;
    }

    public string Address { get; }

    public static async Task<DemoSite> StartAsync(string centre, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Companion.Host(), [Companion.SitePath(), "--centre", centre, "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("The site did not start.");
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken);
        if (line?.LastIndexOf("http://", StringComparison.Ordinal) is not { } at || at < 0)
        {
            var error = await process.StandardError.ReadToEndAsync(cancellationToken);
            process.Dispose();
            throw new InvalidOperationException($"The site did not start: {error.Trim()}");
        }

        // What the site prints from now on is read and dropped, so that it never waits for a full pipe.
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
        return new DemoSite(process, line[at..]);
    }

    /// <summary>Waits until the site ends by itself.</summary>
    public Task EndedAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start(new ProcessStartInfo("kill", ["-TERM", _process.Id.ToString()]));
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
            }
        }

        _process.Dispose();
    }
}
