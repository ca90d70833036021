using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Console;
using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Web;

/// <summary>The witness's process: <c>witness --dir DIR --urls U</c>. It says on its first line where it listens.</summary>
/// <remarks>C2SP tlog-witness v1.0.0: <c>POST /add-checkpoint</c>, <c>GET /HASH/checkpoint</c>. Requests are bounded in bytes, time and number.</remarks>
public static partial class WitnessHost
{
    private const int BadInput = 2;
    private const int Fault = 3;
    private const int AtOnce = 64;
    private static readonly TimeSpan BodyTime = TimeSpan.FromSeconds(10);

    /// <summary>Serves until it is told to stop; gives the exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            var (folder, url) = ReadArguments(args);
            using var witness = new WitnessFolder(folder).Open(TimeProvider.System);
            await using var app = Build(witness, url);
            await app.StartAsync();
            Console.Out.WriteLine($"Witnessing {witness.Origins.Count()} logs as {witness.Keys[0].Name} at {app.Urls.First()}");
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception error) when (error is CentreUnusableException or KeyFileException or ArgumentException or UnauthorizedAccessException
            || (error is IOException && error.InnerException is AddressInUseException) || error is SocketException)
        {
            Console.Error.WriteLine($"vitrine: {error.Message}");
            return BadInput;
        }
        catch (Exception error) when (error is LogException or IOException)
        {
            Console.Error.WriteLine($"vitrine: {error.Message}");
            return Fault;
        }
    }

    /// <summary>The server over an open witness.</summary>
    public static WebApplication Build(Vitrine.Log.Witness witness, string url)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(WitnessHost).Assembly.GetName().Name });
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.UseUrls(url).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = AddCheckpointRequest.MaxSize;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.RequestHeadersTimeout = BodyTime;
            kestrel.Limits.MaxConcurrentConnections = 16 * AtOnce;
        });
        builder.Services.AddSingleton(witness).AddSingleton(new Places(AtOnce));
        var app = builder.Build();
        app.MapPost("/add-checkpoint", AddCheckpointAsync);
        app.MapGet("/", () => Results.Text(string.Concat(witness.Keys.Select(static key => $"{key}\n"))));
        app.MapGet("/{origin:length(64)}/checkpoint", GetCheckpoint);
        return app;
    }

    private static async Task<IResult> AddCheckpointAsync(HttpContext context, Vitrine.Log.Witness witness, Places places, ILogger<Places> log)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        ending.CancelAfter(BodyTime);
        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, ending.Token);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return Results.Text("The body did not come in time.\n", statusCode: StatusCodes.Status408RequestTimeout);
        }
        catch (BadHttpRequestException bad)
        {
            return Results.Text("The body cannot be read, or is too large.\n", statusCode: bad.StatusCode);
        }

        // Only now: whoever sends slowly holds a connection, of which there are more, and no place.
        using var place = places.TryTake();
        if (place is null)
        {
            context.Response.Headers.RetryAfter = "1";
            return Results.Text("Too many requests at once; try again.\n", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        try
        {
            var reply = witness.AddCheckpoint(body.GetBuffer().AsSpan(0, (int)body.Length));
            context.Response.StatusCode = reply.Status;
            return Results.Bytes(reply.Body, reply.ContentType);
        }
        catch (LogFaultException fault)
        {
            // Nothing was answered for. What failed is the operator's to read, and no client's.
            Log.NotStored(log, fault.Message);
            return Results.Text("The witness cannot store what it would sign; try again later.\n", statusCode: StatusCodes.Status500InternalServerError);
        }
    }

    private static IResult GetCheckpoint(Vitrine.Log.Witness witness, string origin) => witness.Find(origin) is { } cosigned
        ? Results.Bytes(cosigned.Note, "text/plain; charset=utf-8")
        : Results.Text("This witness has cosigned no checkpoint of a log of that origin.\n", statusCode: StatusCodes.Status404NotFound);

    private static (string Folder, string Url) ReadArguments(string[] args)
    {
        string? folder = null, url = null;
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            _ = args[i] switch
            {
                "--dir" => folder = args[i + 1],
                "--urls" => url = args[i + 1],
                _ => throw new ArgumentException($"The witness does not know '{args[i]}'. Usage: vitrine witness serve [--dir DIR] [--urls U]"),
            };
        }

        var text = url ?? "http://127.0.0.1:8730";
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.PathAndQuery == "/"
            ? (folder ?? throw new ArgumentException("Name the witness: --dir DIR"), text)
            : throw new ArgumentException($"--urls takes one address such as http://127.0.0.1:8730, not '{text}'.");
    }

    /// <summary>How many requests may be served at once.</summary>
    public sealed class Places(int most) : IDisposable
    {
        private readonly SemaphoreSlim _free = new(most, most);

        /// <summary>A place until it is disposed; null where none is free.</summary>
        public IDisposable? TryTake() => _free.Wait(0) ? new Place(_free) : null;

        /// <inheritdoc/>
        public void Dispose() => _free.Dispose();

        private sealed class Place(SemaphoreSlim free) : IDisposable
        {
            public void Dispose() => free.Release();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A checkpoint could not be stored and was not cosigned: {Reason}")]
        public static partial void NotStored(ILogger logger, string reason);
    }
}
