using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using Npgsql;

namespace Vitrine.Log.Tests;

/// <summary>
/// A PostgreSQL and an S3-compatible store of Debian's (radosgw over one monitor and one OSD in memory) on loopback, in a folder of their own.
/// Started when a test needs them, once for all.
/// </summary>
public sealed class Services : IAsyncLifetime
{
    private const string PostgresBin = "/usr/lib/postgresql/15/bin";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vitrine-services-");
    private readonly List<Process> _started = [];
    private readonly int _databasePort = FreePort();
    private readonly int _monitorPort = FreePort();
    private readonly int _storePort = FreePort();

    public string Database => $"Host=127.0.0.1;Port={_databasePort};Username=app;Database=postgres;Include Error Detail=false";

    public ObjectStorageOptions Objects(string prefix) => new()
    {
        Service = new Uri($"http://127.0.0.1:{_storePort}"),
        Bucket = "logs",
        Prefix = prefix,
        AccessKey = "VITRINETEST",
        SecretKey = "no-secret-of-anyone",
        Database = Database,
    };

    public async Task InitializeAsync()
    {
        // PostgreSQL does not run as root.
        File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_101_101);
        try
        {
            await Task.WhenAll(StartPostgresAsync(), StartStoreAsync());
        }
        catch
        {
            // Nothing is handled here: what was started must not outlive the attempt.
            await DisposeAsync();
            throw;
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_started))
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private async Task StartPostgresAsync()
    {
        var data = Path.Combine(_folder.FullName, "postgres");
        Directory.CreateDirectory(data);
        string[] user = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--"] : [];
        if (user.Length > 0)
        {
            await RunAsync(["chown", "postgres", data]);
        }

        await RunAsync([.. user, $"{PostgresBin}/initdb", "-D", data, "-A", "trust", "-U", "app", "--no-sync", "--no-instructions"]);
        Start([.. user, $"{PostgresBin}/postgres", "-D", data, "-p", $"{_databasePort}", "-k", data, "-c", "listen_addresses=127.0.0.1"]);
        await UntilAsync(async () =>
        {
            await using var connection = new NpgsqlConnection(Database);
            await connection.OpenAsync();
            return true;
        });
    }

    private async Task StartStoreAsync()
    {
        var folder = Path.Combine(_folder.FullName, "ceph");
        var (monitor, osd) = (Path.Combine(folder, "mon"), Path.Combine(folder, "osd"));
        Directory.CreateDirectory(monitor);
        Directory.CreateDirectory(osd);
        var id = Guid.NewGuid().ToString();
        var settings = Path.Combine(folder, "ceph.conf");
        var text = $"""
            [global]
            fsid = {id}
            mon host = v2:127.0.0.1:{_monitorPort}
            public addr = 127.0.0.1
            cluster addr = 127.0.0.1
            auth cluster required = none
            auth service required = none
            auth client required = none
            ms mon client mode = crc
            osd pool default size = 1
            osd pool default min size = 1
            mon allow pool size one = true
            osd crush chooseleaf type = 0
            osd pool default pg num = 1
            osd pool default pgp num = 1
            osd pool default pg autoscale mode = off
            osd objectstore = memstore
            memstore device bytes = 1073741824
            osd class load list = *
            osd class default list = *
            mon data = {monitor}
            osd data = {osd}
            rgw data = {folder}
            run dir = {folder}
            log file = {folder}/$name.log
            admin socket = {folder}/$name.asok
            rgw frontends = beast endpoint=127.0.0.1:{_storePort} tcp_nodelay=1
            rgw gc max objs = 1
            rgw lc max objs = 1
            rgw objexp hints num shards = 1
            rgw data log num shards = 1
            rgw md log max shards = 1
            rgw usage max shards = 1
            """;
        await File.WriteAllTextAsync(settings, text + '\n');
        await RunAsync(["monmaptool", "--create", "--addv", "a", $"[v2:127.0.0.1:{_monitorPort}]", "--fsid", id, $"{folder}/monmap"]);
        await RunAsync(["ceph-mon", "-c", settings, "-i", "a", "--mkfs", "--monmap", $"{folder}/monmap"]);
        Start(["ceph-mon", "-c", settings, "-i", "a", "-f"]);
        await RunAsync(["ceph-osd", "-c", settings, "-i", "0", "--mkfs"]);
        await RunAsync(["ceph", "-c", settings, "osd", "new", (await File.ReadAllTextAsync($"{osd}/fsid")).Trim()]);
        await RunAsync(["ceph", "-c", settings, "osd", "crush", "add", "osd.0", "1", "root=default"]);
        Start(["ceph-osd", "-c", settings, "-i", "0", "-f"]);
        var options = Objects("");
        await RunAsync(["radosgw-admin", "-c", settings, "user", "create", "--uid", "vitrine", "--display-name", "vitrine", "--access-key", options.AccessKey!, "--secret-key", options.SecretKey!]);
        Start(["radosgw", "-c", settings, "-n", "client.rgw", "-f"]);
        using var client = new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), new AmazonS3Config { ServiceURL = options.Service.AbsoluteUri, AuthenticationRegion = options.Region, ForcePathStyle = true, MaxErrorRetry = 0 });
        await UntilAsync(async () => (await client.PutBucketAsync(options.Bucket)).HttpStatusCode == HttpStatusCode.OK);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Start(IReadOnlyList<string> command) => _started.Add(Begin(command));

    private static Process Begin(IReadOnlyList<string> command)
    {
        var process = new Process { StartInfo = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true } };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task RunAsync(IReadOnlyList<string> command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)}: {await output}{await errors}");
    }

    private static async Task UntilAsync(Func<Task<bool>> ready)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            try
            {
                if (await ready())
                {
                    return;
                }
            }
            catch (Exception e) when (e is NpgsqlException or AmazonServiceException or AmazonClientException or HttpRequestException)
            {
                // Not up yet.
            }

            await timer.WaitForNextTickAsync(limit.Token);
        }
    }
}

[CollectionDefinition(Name)]
public sealed class ServicesCollection : ICollectionFixture<Services>
{
    public const string Name = "services";
}
