using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Vitrine.Log;
using Vitrine.Proofs;

// usage: witnessed [SECONDS [FOLDER]]   60 seconds by default. Three witnesses, each with a folder and an HTTP server of its own, all three wanted.
const int Submitters = 8;
var lasts = TimeSpan.FromSeconds(args.Length > 0 ? int.Parse(args[0]) : 60);
var folder = Directory.CreateDirectory(Path.Combine(args.Length > 1 ? args[1] : ".", $"vitrine-witnessed-{Environment.ProcessId}")).FullName;
try
{
    var signer = NoteSigner.Generate("vitrine.example/lab");
    var policy = new StringBuilder();
    var logs = LogPolicy.Parse(Encoding.UTF8.GetBytes($"log {signer.Verifier}\nquorum none\n"));
    var servers = Enumerable.Range(1, 3).Select(number => Serve(number)).ToList();
    policy.Append("group all-of-them all w1 w2 w3\nquorum all-of-them\n");
    using (var quorum = new WitnessQuorum(LogPolicy.Parse(Encoding.UTF8.GetBytes($"log {signer.Verifier}\n{policy}")), new WitnessQuorumOptions(), TimeProvider.System))
    {
        var options = new LogOptions { Folder = Path.Combine(folder, "log"), Signer = signer, SuppressDuplicates = true, Witnesses = quorum };
        await TileLog.CreateAsync(options, CancellationToken.None);
        await using var log = await TileLog.OpenAsync(options, TimeProvider.System, CancellationToken.None);
        await MeasureAsync(log, TimeSpan.FromSeconds(3));
        var times = await MeasureAsync(log, lasts);
        times.Sort();
        Console.WriteLine($"{times.Count} entries of {Submitters} submitters in {lasts.TotalSeconds:0} s, at moments of chance; cosigned size {log.Published.Size}");
        foreach (var (name, at) in ((string, double)[])[("P50", 0.5), ("P90", 0.9), ("P99", 0.99), ("most", 1)])
        {
            Console.WriteLine($"{name,-5} {times[(int)((times.Count - 1) * at)],8:0.000} s");
        }
    }

    servers.ForEach(server => server.Close());

    HttpListener Serve(int number)
    {
        var home = Path.Combine(folder, $"witness{number}");
        var key = Cosigner.Generate($"witness.example/{number}");
        Witness.Create(home);
        var witness = Witness.Open(home, new WitnessKeys(key), logs, TimeProvider.System);
        var listener = new HttpListener();
        var url = $"http://127.0.0.1:{FreePort()}/";
        listener.Prefixes.Add(url);
        listener.Start();
        policy.Append($"witness w{number} {key.Verifier} {url}\n");
        _ = Task.Run(async () =>
        {
            using (witness)
            {
                while (listener.IsListening)
                {
                    try
                    {
                        await AnswerAsync(await listener.GetContextAsync(), witness);
                    }
                    catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                    {
                        return;
                    }
                }
            }
        });
        return listener;
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static async Task AnswerAsync(HttpListenerContext context, Witness witness)
{
    using var body = new MemoryStream();
    await context.Request.InputStream.CopyToAsync(body);
    var reply = witness.AddCheckpoint(body.ToArray());
    context.Response.StatusCode = reply.Status;
    context.Response.ContentType = reply.ContentType;
    await context.Response.OutputStream.WriteAsync(reply.Body);
    context.Response.Close();
}

static async Task<List<double>> MeasureAsync(TileLog log, TimeSpan lasts)
{
    var times = new List<double>();
    var clock = Stopwatch.StartNew();
    await Task.WhenAll(Enumerable.Range(0, Submitters).Select(_ => Task.Run(async () =>
    {
        while (clock.Elapsed < lasts)
        {
            var entry = new byte[300];
            Random.Shared.NextBytes(entry);
            var start = Stopwatch.GetTimestamp();
            await log.PublishedAsync(await log.AppendAsync(entry, CancellationToken.None), CancellationToken.None);
            var took = Stopwatch.GetElapsedTime(start).TotalSeconds;
            lock (times)
            {
                times.Add(took);
            }

            // So that entries come at any moment of a round, and not all at its end.
            await Task.Delay(Random.Shared.Next(1000));
        }
    })));
    return times;
}

static int FreePort()
{
    using var listener = new TcpListener(IPAddress.Loopback, 0);
    listener.Start();
    return ((IPEndPoint)listener.LocalEndpoint).Port;
}
