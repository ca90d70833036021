using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.S3;
using Vitrine.Log.Tests;
using Vitrine.Proofs;

namespace Vitrine.Cli.Tests;

/// <summary>A centre whose public log lives on a real radosgw and PostgreSQL, from its making to its restoring; no secret in any file of it.</summary>
[Collection(ServicesCollection.Name)]
public sealed class LogStorageTests : IAsyncLifetime
{
    private const string Passphrase = "a passphrase of several words";
    private readonly Services _services;
    private readonly string _prefix = $"centre-{Guid.NewGuid():N}";

    public LogStorageTests(Services services)
    {
        _services = services;

        // The standard places; no other test here asks an object store for anything.
        var keys = services.Objects("");
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", keys.AccessKey);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", keys.SecretKey);
    }

    private TempFolder Folder { get; } = new();

    private string Centre => Folder["centre"];

    private string Settings => Path.Combine(Centre, "log-storage");

    public async Task InitializeAsync()
    {
        Folder.Write("log-storage", $"# Where the log lives\nservice   {_services.Objects("").Service}\nbucket    logs\nprefix    {_prefix}\ndatabase  {Database()}\n");
        (await RunAsync("init", "--name", "Scene", "--log-storage", Folder["log-storage"])).Ends(0);
    }

    public Task DisposeAsync()
    {
        Folder.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task LogOnObjects_FromInitToRestart_IsServedVerifiedAndHasOneWriter()
    {
        Assert.Equal(["statement"], Directory.EnumerateFileSystemEntries(Path.Combine(Centre, "log")).Select(Path.GetFileName));
        (await RunAsync("status", "issue", "--out", Folder["status"])).Ends(0);
        var before = await SizeAsync();
        (await RunAsync("log", "verify")).Ends(0);
        (await RunAsync("ledger", "verify")).Ends(0);

        // Tiles, checkpoint and every statement are where readers of the store look.
        var stored = await KeysAsync();
        Assert.Contains("checkpoint", stored);
        Assert.Contains($"tile/entries/000.p/{before}", stored);
        Assert.Equal(Directory.EnumerateFiles(Path.Combine(Centre, "log", "statement")).Select(file => $"statement/{Path.GetFileName(file)}").Order(), stored.Where(key => key.StartsWith("statement/", StringComparison.Ordinal)).Order());

        // Served: by URL it is a log like any other, and grows through the server.
        var (site, url) = await ServeAsync();
        (await RunAsync("status", "issue")).Ends(0);
        var key = await KeyAsync();
        (await Cli.RunAsync("log", "verify", $"{url}/tlog", "--key", key)).Ends(0);

        // Whoever has a copy of the centre is a second writer: the database's lock refuses it.
        using (var cp = Process.Start("cp", ["-a", "--", Centre, Folder["copy"]]))
        {
            await cp.WaitForExitAsync();
        }

        (await Cli.RunAsync("--centre", Folder["copy"], "status", "issue")).Fails(2, $"s3://logs/{_prefix}", "in use by another process");
        Child.Signal(site, "KILL");
        await Child.EndAsync(site);

        // Killed, it goes on where it was.
        (await RunAsync("status", "issue")).Ends(0);
        Assert.True(await SizeAsync() >= before + 3);
        (await RunAsync("log", "verify")).Ends(0);

        // The copy knows less than the log holds by now; it may read, and what it would add follows what is there.
        (await Cli.RunAsync("--centre", Folder["copy"], "log", "verify")).Ends(0);
        Assert.All(Directory.EnumerateFiles(Centre, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "socket"), file =>
            Assert.DoesNotContain(_services.Objects("").SecretKey!, File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task LogOnObjects_KeyRotated_GoesOnUnderTheNewKey()
    {
        var old = await KeyAsync();
        (await RunAsync("key", "rotate", "log", "--announce")).Ends(0);
        (await RunAsync("key", "rotate", "log")).Ends(0);
        var next = await KeyAsync();
        Assert.NotEqual(old, next);
        (await RunAsync("status", "issue")).Ends(0);
        (await RunAsync("log", "verify")).Ends(0);
        (await RunAsync("ledger", "verify")).Ends(0);
        Assert.Equal(NoteVerdict.Verified, VerifiedCheckpoint.TryOpen(await ObjectAsync("checkpoint"), NoteVerifier.Parse(next), [], out _));
    }

    [Fact]
    public async Task LogOnObjects_StoreOrDatabaseNotReached_SaysWhichAndIsAFault()
    {
        var good = File.ReadAllText(Settings);
        File.WriteAllText(Settings, good.Replace(_services.Objects("").Service.ToString(), "http://127.0.0.1:1/", StringComparison.Ordinal));
        (await RunAsync("status", "issue")).Fails(3, "the object store at http://127.0.0.1:1/ cannot be reached");
        File.WriteAllText(Settings, good.Replace(Database(), "host=127.0.0.1 port=1 dbname=postgres user=app", StringComparison.Ordinal));
        (await RunAsync("status", "issue")).Fails(3, "the database at 127.0.0.1:1 cannot be reached");
        File.WriteAllText(Settings, good.Replace("logs\n", "elsewhere\n", StringComparison.Ordinal));
        (await RunAsync("status", "issue")).Fails(3, "s3://elsewhere/", "NoSuchBucket (404)");

        // Nothing was recorded meanwhile, and nothing is lost.
        File.WriteAllText(Settings, good);
        (await RunAsync("status", "issue")).Ends(0);
        (await RunAsync("log", "verify")).Ends(0);
    }

    [Fact]
    public async Task LogOnObjects_BadSettings_AreRefusedAndMakeNothing()
    {
        await RefusedAsync($"service ftp://x/\nbucket logs\ndatabase {Database()}\n", "line 1", "no http or https address");
        await RefusedAsync($"service http://u:p@127.0.0.1/\nbucket logs\ndatabase {Database()}\n", "line 1", "without user");
        await RefusedAsync("bucket logs\nbuckett logs\n", "line 2", "'buckett' is none of its words");
        await RefusedAsync($"service http://127.0.0.1/\nbucket logs\ndatabase {Database()} password=x\n", "line 3", "PGPASSWORD");
        await RefusedAsync("service http://127.0.0.1/\nbucket logs\n", "names no database");
        (await Cli.RunAsync("--centre", Folder["other"], "init", "--log-storage", Folder["none"])).Fails(2, "There is no file");

        // The place of another's log, and a folder that has one itself.
        (await Cli.RunAsync("--centre", Folder["other"], "init", "--log-storage", Folder["log-storage"])).Fails(2, $"s3://logs/{_prefix} already");
        Assert.False(Path.Exists(Folder["other"]));
        (await Cli.RunAsync("--centre", Folder["other"], "init")).Ends(0);
        File.Copy(Folder["log-storage"], Path.Combine(Folder["other"], "log-storage"));
        (await Cli.RunAsync("--centre", Folder["other"], "log", "verify")).Fails(2, "is not moved by naming another place");

        async Task RefusedAsync(string text, params string[] words)
        {
            (await Cli.RunAsync("--centre", Folder["other"], "init", "--log-storage", Folder.Write("bad", text))).Fails(2, [Folder["bad"], .. words]);
            Assert.False(Path.Exists(Folder["other"]));
        }
    }

    [Fact]
    public async Task LogOnObjects_SecretsMissingOrOpen_SaysWhereTheyAreLookedFor()
    {
        var secrets = Folder.Write("secrets", $"[default]\naws_access_key_id = {_services.Objects("").AccessKey}\naws_secret_access_key = {_services.Objects("").SecretKey}\n");
        Dictionary<string, string?> environment = new() { ["AWS_ACCESS_KEY_ID"] = null, ["AWS_SECRET_ACCESS_KEY"] = null, ["AWS_SHARED_CREDENTIALS_FILE"] = Folder["none"], ["AWS_PROFILE"] = null };
        string[] words = [.. Child.Vitrine, "--centre", Centre, "log", "verify"];
        (await Child.RunAsync(words, environment)).Fails(2, "AWS_ACCESS_KEY_ID", Folder["none"], "0600");
        environment["AWS_SHARED_CREDENTIALS_FILE"] = secrets;
        File.SetUnixFileMode(secrets, (UnixFileMode)0b110_100_000);
        (await Child.RunAsync(words, environment)).Fails(2, $"chmod 600 {secrets}");
        File.SetUnixFileMode(secrets, (UnixFileMode)0b110_000_000);
        (await Child.RunAsync(words, environment)).Ends(0);
    }

    [Fact]
    public async Task LogOnObjects_BackedUp_IsRestoredIntoAFolderUnlessItWentOn()
    {
        (await RunAsync("status", "issue")).Ends(0);
        var made = (await BackupAsync("one")).Ends(0);
        Assert.Contains("keeps them in its folder", made.Error, StringComparison.Ordinal);
        var checkpoint = await ObjectAsync("checkpoint");
        await RestoreAsync("one", "again");
        (await Cli.RunAsync("--centre", Folder["again"], "restore", "--newest", Folder.Write("newest", checkpoint))).Ends(0);
        (await Cli.RunAsync("--centre", Folder["again"], "log", "verify")).Ends(0);
        Assert.False(File.Exists(Folder["again/log-storage"]));

        // The one on objects went on: a copy that does not know of it stays shut.
        (await RunAsync("status", "issue")).Ends(0);
        await RestoreAsync("one", "late");
        (await Cli.RunAsync("--centre", Folder["late"], "restore", "--newest", Folder.Write("newer", await ObjectAsync("checkpoint")))).Fails(2, "older than what was published");

        Task<Answer> BackupAsync(string file) => Cli.RunAsync(Passphrase + "\n", ["--centre", Centre, "backup", Folder[file]]);
        async Task RestoreAsync(string file, string to) => (await Cli.RunAsync(Passphrase + "\n", ["--centre", Folder[to], "restore", Folder[file]])).Ends(0);
    }

    private string Database() => string.Join(' ', _services.Database.Split(';').Select(part => part.Split('=')).Select(part => (part[0], part[1])).Select(part => part switch
    {
        ("Host", var host) => $"host={host}",
        ("Port", var port) => $"port={port}",
        ("Username", var user) => $"user={user}",
        ("Database", var name) => $"dbname={name}",
        _ => "",
    })).TrimEnd();

    private Task<Answer> RunAsync(params string[] words) => Cli.RunAsync(["--centre", Centre, .. words]);

    private async Task<long> SizeAsync() => (await LogAsync()).GetProperty("size").GetInt64();

    private async Task<string> KeyAsync() => (await LogAsync()).GetProperty("key").GetString()!;

    private async Task<JsonElement> LogAsync() => JsonElement.Parse((await RunAsync("log", "show", "--json")).Ends(0).Out);

    private async Task<(Process Site, string Url)> ServeAsync()
    {
        var site = Child.Start([.. Child.Vitrine, "serve", "--centre", Centre, "--urls", "http://127.0.0.1:0"], []);
        var first = await site.StandardOutput.ReadLineAsync();
        Assert.StartsWith("Serving Scene at http://127.0.0.1:", first, StringComparison.Ordinal);
        return (site, first!.Split(' ')[^1].TrimEnd('/'));
    }

    private async Task<List<string>> KeysAsync()
    {
        using var client = Client();
        var listed = await client.ListObjectsV2Async(new() { BucketName = "logs", Prefix = _prefix + "/" });
        return [.. listed.S3Objects.Select(found => found.Key[(_prefix.Length + 1)..])];
    }

    private async Task<byte[]> ObjectAsync(string name)
    {
        using var client = Client();
        using var found = await client.GetObjectAsync("logs", $"{_prefix}/{name}");
        Assert.Equal(HttpStatusCode.OK, found.HttpStatusCode);
        using var bytes = new MemoryStream();
        await found.ResponseStream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private AmazonS3Client Client()
    {
        var options = _services.Objects("");
        return new(new BasicAWSCredentials(options.AccessKey, options.SecretKey), new AmazonS3Config { ServiceURL = options.Service.AbsoluteUri, AuthenticationRegion = options.Region, ForcePathStyle = true });
    }
}
