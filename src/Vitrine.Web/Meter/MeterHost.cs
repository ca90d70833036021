using System.Net.Security;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Vitrine.Centre;
using Vitrine.Log;

namespace Vitrine.Web;

/// <summary>The meter's process: between a terminal and a server, it sends on what comes and records a digest of every response.</summary>
/// <remarks>
/// It holds two keys of its own, for TLS and for its record, and none of the centre's. It keeps no content: a response is hashed as it passes, and its last
/// bytes go on when the record of it is durable.
/// </remarks>
public static class MeterHost
{
    private const int BadInput = 2;
    private const int Fault = 3;

    // As large as a form with a list's file may be.
    private const long LargestRequest = 300L * 1024 * 1024;

    /// <summary>Meters until it is told to stop; gives the exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> words)
    {
        try
        {
            var options = MeterOptions.Parse(words);
            await using var record = await MeterRecord.OpenAsync(options.Record, TimeProvider.System, CancellationToken.None);
            await using var app = Build(options, record, MeterBounds.Default, TimeProvider.System);
            await app.StartAsync();
            Console.Out.WriteLine($"Metering {options.Upstream.GetLeftPart(UriPartial.Authority)} at {app.Urls.First()}");
            Console.Out.WriteLine($"key           {record.Key}");
            if (options.Listen.Scheme == "https")
            {
                using var certificate = MeterCertificate.Load(options, TimeProvider.System);
                Console.Out.WriteLine($"certificate   {MeterCertificate.Fingerprint(certificate)}");
            }

            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception error) when (error is ArgumentException or KeyFileException or LogInUseException or UnauthorizedAccessException or SocketException)
        {
            Console.Error.WriteLine($"vitrine: {error.Message}");
            return BadInput;
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            Console.Error.WriteLine($"vitrine: {error.Message} Stop what listens there, or name another address with --urls.");
            return BadInput;
        }
        catch (Exception error) when (error is LogException or IOException)
        {
            Console.Error.WriteLine($"vitrine: {error.Message}");
            return Fault;
        }
    }

    /// <summary>The meter over an open record.</summary>
    public static WebApplication Build(MeterOptions options, MeterRecord record, MeterBounds bounds, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(bounds);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(MeterHost).Assembly.GetName().Name });
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls(options.Listen.GetLeftPart(UriPartial.Authority)).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestRequest;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            kestrel.Limits.MaxConcurrentConnections = 256;
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);
            if (options.Listen.Scheme == "https")
            {
                var certificate = MeterCertificate.Load(options, time);
                kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate);
            }
        });
        var app = builder.Build();
        var client = new HttpMessageInvoker(Handler(options));
        var stop = new CancellationTokenSource();
        app.Lifetime.ApplicationStopping.Register(() => stop.CancelAfter(bounds.Grace));
        app.Lifetime.ApplicationStopped.Register(client.Dispose);
        app.Lifetime.ApplicationStopped.Register(stop.Dispose);
        app.Run(new MeterProxy(options.Upstream, client, record, bounds, time, app.Services.GetRequiredService<ILogger<MeterProxy>>(), stop.Token).InvokeAsync);
        return app;
    }

    /// <summary>
    /// The way to the server: it follows nothing, keeps no cookie, unpacks nothing, and knows the server by its pinned certificate alone. A connection carries one request, so that
    /// no answer is taken for another's, and no request goes out twice.
    /// </summary>
    private static SocketsHttpHandler Handler(MeterOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.Zero,
        MaxConnectionsPerServer = 256,
        MaxResponseHeadersLength = MeterHead.MaxBytes / 1024,
        ConnectCallback = ConnectAsync,
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null && options.Pin is { } pin && MeterCertificate.Fingerprint(certificate) == pin,
        },
    };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        if (!MeterRequest.TryGoOut(context.InitialRequestMessage))
        {
            throw new IOException("The request went out already.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            MeterRequest.Connected(context.InitialRequestMessage);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
