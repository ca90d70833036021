using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Vitrine.Centre;
using Vitrine.Proofs;

namespace Vitrine.Web.Tests;

/// <summary>A meter before a raw server, asked over bare sockets; what it recorded is read when it has stopped.</summary>
internal sealed class RawMeter : IAsyncDisposable
{
    private readonly string _folder;
    private readonly MeterRecord _record;

    private RawMeter(MeterRecord record, string folder, Uri upstream, MeterBounds bounds)
    {
        (_record, _folder) = (record, folder);
        App = MeterHost.Build(new MeterOptions(_folder, upstream, null, new Uri("http://127.0.0.1:0"), null, null), record, bounds, TimeProvider.System);
    }

    public WebApplication App { get; }

    public NoteVerifier Key => _record.Key;

    public static async Task<RawMeter> StartAsync(RawServer server, MeterBounds? bounds = null)
    {
        var folder = Directory.CreateTempSubdirectory("vitrine-wire-").FullName;
        var meter = new RawMeter(await MeterRecord.OpenAsync(folder, TimeProvider.System, CancellationToken.None), folder, server.Address, bounds ?? MeterBounds.Default);
        await meter.App.StartAsync();
        return meter;
    }

    /// <summary>A connection to the meter.</summary>
    public async Task<TcpClient> ConnectAsync()
    {
        var url = new Uri(App.Urls.First());
        var client = new TcpClient();
        await client.ConnectAsync(url.Host, url.Port);
        return client;
    }

    /// <summary>Sends bytes and gives everything that comes until the meter closes.</summary>
    public async Task<string> AskAsync(string request)
    {
        using var client = await ConnectAsync();
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
        using var answer = new MemoryStream();
        try
        {
            await client.GetStream().CopyToAsync(answer);
        }
        catch (IOException)
        {
            // Cut off.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    /// <summary>A request without a body, after which the connection closes.</summary>
    public Task<string> GetAsync(string target, string method = "GET") => AskAsync($"{method} {target} HTTP/1.1\r\nHost: room.example\r\nConnection: close\r\n\r\n");

    /// <summary>Makes every further append fail.</summary>
    public ValueTask BreakRecordAsync() => _record.DisposeAsync();

    /// <summary>Stops the meter and gives what it recorded.</summary>
    public async Task<IReadOnlyList<MeteredResponse>> StopAsync()
    {
        await App.StopAsync();
        await _record.DisposeAsync();
        return MeterRecord.Read(_folder, Key);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await _record.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
