using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Console;
using Vitrine.Centre;
using Vitrine.Log;
using Vitrine.Origin;
using Vitrine.Register;
using Vitrine.Release;
using Vitrine.Room;
using Vitrine.Seals;

namespace Vitrine.Web;

/// <summary>The site's process: <c>--centre DIR --urls U</c>. It holds the centre, and says on its first line where it listens.</summary>
public static class SiteHost
{
    private const int BadInput = 2;
    private const int Fault = 3;
    private const long LargestForm = 256 * 1024;

    /// <summary>The parts of this version, in the order of the floors.</summary>
    public static IReadOnlyList<Part> Parts { get; } = [new SealsPart(), new RegisterPart(), new ImportedPart(), new EntitiesPart(), new ListsPart(), new AdvisoriesPart(), new RoomPart(), new ReleasePart(), new OriginPart()];

    /// <summary>Serves until it is told to stop; gives the exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            var (folder, url, keyFile) = ReadArguments(args);
            using var hostKey = keyFile is null ? null : HostKey.FromFile(keyFile);
            if (SwapState.Warning() is { } warning)
            {
                Warn(warning);
            }

            await using var centre = await OpenCentre.OpenAsync(folder, Parts, CentreUse.Serve, TimeProvider.System, CancellationToken.None);
            using var seals = SealDesk.Store(centre, hostKey is null ? [] : [hostKey], Warn);
            await using var rooms = new RoomDesk(centre, seals);
            await rooms.RecoverAsync(CancellationToken.None);
            await using var app = Build(centre, seals, rooms, url);
            await StartAsync(app, url);
            Console.Out.WriteLine($"Serving {centre.Description.Name} at {app.Urls.First()}");
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception error) when (error is CentreUnusableException or KeyFileException or SealFormatException or ArgumentException or LogInUseException or LogSecretException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"vitrine: {error.Message}");
            return StoreUnreachableException.IsIn(error) ? Fault : BadInput;
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            Console.Error.WriteLine($"vitrine: {error.Message} Stop what listens there, or name another address with --urls.");
            return BadInput;
        }
        catch (Exception error) when (error is LogException or CentreFaultException or LedgerFormatException or IOException)
        {
            Console.Error.WriteLine($"vitrine: {error.Message}");
            return IsOfTheDisk(error) ? BadInput : Fault;
        }
    }

    private static void Warn(string what) => Console.Error.WriteLine($"vitrine: {what}");

    private static async Task StartAsync(WebApplication app, string url)
    {
        try
        {
            await app.StartAsync();
        }
        catch (SocketException error)
        {
            throw new ArgumentException($"Nothing can listen at {url}: {error.Message}. Name another address with --urls.", error);
        }
        catch (InvalidOperationException error) when (url.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"{url} needs a certificate: name it in the environment, with Kestrel__Certificates__Default__Path and Kestrel__Certificates__Default__KeyPath. ({error.Message.Split('\n')[0].Trim()})", error);
        }
    }

    /// <summary>A full disk or a read-only one is the machine's, and no fault of the centre's.</summary>
    private static bool IsOfTheDisk(Exception? error) => error switch
    {
        null => false,
        UnauthorizedAccessException => true,
        IOException when (error.HResult & 0xffff) is 28 or 30 => true,
        _ => IsOfTheDisk(error.InnerException),
    };

    /// <summary>The site over an open centre.</summary>
    public static WebApplication Build(OpenCentre centre, SealStore seals, RoomDesk rooms, string url)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(SiteHost).Assembly.GetName().Name });
        // Standard output says where the site listens, and nothing else; what keeps it from starting is told once, by the exit.
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error).AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.UseUrls(url).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestForm;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        });
        builder.Services.AddSingleton(centre).AddSingleton(seals).AddSingleton(rooms).AddSingleton(centre.Time).AddSingleton<ScreeningDesk>();
        builder.Services.AddSingleton<Accounts>().AddSingleton<SignIns>().AddScoped<Visit>().AddScoped<FrameRenderer>();
        builder.Services.AddHostedService<Housekeeping>();

        // Sign-ins live in this process, so the keys of their cookies need not outlive it either.
        builder.Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        builder.Services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "__Host-vitrine-form";
            options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.FormFieldName = "form-token";
            options.SuppressXFrameOptionsHeader = true;
        });
        builder.Services.AddVitrinePages();

        var app = builder.Build();
        app.UseSecurityHeaders();
        app.Use(HoldAsSecure);
        app.UseMiddleware<ErrorPages>();
        app.UseRouting();
        app.UseMiddleware<AccessControl>();
        app.MapSite();
        return app;
    }

    /// <summary>The site listens on this machine alone or speaks TLS (<see cref="CheckedUrl"/>); browsers hold loopback as secure too, and keep its secure cookies.</summary>
    private static Task HoldAsSecure(HttpContext context, RequestDelegate next)
    {
        context.Request.Scheme = "https";
        return next(context);
    }

    private static (string Folder, string Url, string? KeyFile) ReadArguments(string[] args)
    {
        string? folder = null, url = null, keyFile = null;
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            _ = args[i] switch
            {
                "--centre" => folder = args[i + 1],
                "--urls" => url = args[i + 1],
                "--key-file" => keyFile = args[i + 1],
                _ => throw new ArgumentException($"The site does not know '{args[i]}'. Usage: vitrine serve [--centre DIR] [--urls U] [--key-file FILE]"),
            };
        }

        return (folder ?? throw new ArgumentException("Name the centre: --centre DIR"), CheckedUrl(url ?? "http://127.0.0.1:8710"), keyFile);
    }

    /// <summary>Passwords and code never cross a network in the clear: plain HTTP is for this machine alone.</summary>
    private static string CheckedUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.PathAndQuery != "/")
        {
            throw new ArgumentException($"--urls takes one address such as http://127.0.0.1:8710, not '{text}'.");
        }

        return url.Scheme == "https" || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)) || url.Host == "localhost"
            ? text
            : throw new ArgumentException($"{text} would carry passwords and source in the clear. Listen on 127.0.0.1 behind a proxy that speaks TLS, or on https.");
    }
}
