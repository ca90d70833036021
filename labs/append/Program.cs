using System.Diagnostics;
using Vitrine.Log;
using Vitrine.Proofs;

// usage: append [FOLDER]   A scratch folder is made below FOLDER (default: the present one, so that its disk is measured) and deleted.
var parent = args is [var given] ? given : ".";
var folder = Directory.CreateDirectory(Path.Combine(parent, $"vitrine-append-{Environment.ProcessId}")).FullName;
try
{
    Steps(folder);
    Signatures();
    await LogAsync(Path.Combine(folder, "log"), singles: 3000, writers: 64, each: 400, size: 500);
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static void Steps(string folder)
{
    var entry = new byte[600];
    using (var grown = File.OpenHandle(Path.Combine(folder, "grown"), FileMode.Create, FileAccess.Write))
    {
        Measure("append 600 B to a growing file, sync", 1000, i =>
        {
            RandomAccess.Write(grown, entry, i * entry.Length);
            RandomAccess.FlushToDisk(grown);
        });
    }

    using (var laidOut = File.OpenHandle(Path.Combine(folder, "laid-out"), FileMode.Create, FileAccess.Write))
    {
        RandomAccess.Write(laidOut, new byte[1024 * 1024], 0);
        RandomAccess.FlushToDisk(laidOut);
        Measure("write 600 B into a file laid out in zeros, sync", 1000, i =>
        {
            RandomAccess.Write(laidOut, entry, i * entry.Length);
            RandomAccess.FlushToDisk(laidOut);
        });
    }

    Measure("write a new 600 B file, sync, rename", 1000, i =>
    {
        using (var made = File.OpenHandle(Path.Combine(folder, "new"), FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(made, entry, 0);
            RandomAccess.FlushToDisk(made);
        }

        File.Move(Path.Combine(folder, "new"), Path.Combine(folder, "there"), overwrite: true);
    });
    Measure("write a new 600 B file, rename", 1000, i =>
    {
        using (var made = File.OpenHandle(Path.Combine(folder, "new"), FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(made, entry, 0);
        }

        File.Move(Path.Combine(folder, "new"), Path.Combine(folder, $"there{i}"));
    });
}

static void Signatures()
{
    var seed = new byte[Ed25519.SeedSize];
    var key = new byte[Ed25519.PublicKeySize];
    var signature = new byte[Ed25519.SignatureSize];
    var message = new byte[120];
    Ed25519.PublicKey(seed, key);
    Measure("Ed25519 sign 120 B", 5000, _ => Ed25519.Sign(seed, message, signature));
    Measure("Ed25519 verify 120 B", 5000, _ => Ed25519.Verify(key, message, signature));
}

static async Task LogAsync(string folder, int singles, int writers, int each, int size)
{
    var options = new LogOptions { Folder = folder, Signer = NoteSigner.Generate("vitrine.example/lab") };
    var clock = Stopwatch.StartNew();
    await TileLog.CreateAsync(options, CancellationToken.None);
    Console.WriteLine($"{"create",-50} {clock.Elapsed.TotalMilliseconds,9:0.000} ms");
    clock.Restart();
    await using (var log = await TileLog.OpenAsync(options, TimeProvider.System, CancellationToken.None))
    {
        Console.WriteLine($"{"open",-50} {clock.Elapsed.TotalMilliseconds,9:0.000} ms");
        var entry = new byte[size];
        var times = new double[singles];
        for (var i = -200; i < singles; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await log.AppendAsync(entry, CancellationToken.None);
            if (i >= 0)
            {
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }

        Report($"append one {size} B entry, durable", times);
        clock.Restart();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
            {
                await log.AppendAsync(entry, CancellationToken.None);
            }
        })));
        Console.WriteLine($"{$"{writers} writers, {size} B entries",-50} {writers * each / clock.Elapsed.TotalSeconds,9:0} a second");
        var many = Enumerable.Repeat((ReadOnlyMemory<byte>)entry, 50_000).ToArray();
        clock.Restart();
        await log.AppendAsync(many, CancellationToken.None);
        Console.WriteLine($"{$"{many.Length} entries together",-50} {many.Length / clock.Elapsed.TotalSeconds,9:0} a second");
        clock.Restart();
    }

    Console.WriteLine($"{"close",-50} {clock.Elapsed.TotalMilliseconds,9:0.000} ms");
    clock.Restart();
    await (await TileLog.OpenAsync(options, TimeProvider.System, CancellationToken.None)).DisposeAsync();
    Console.WriteLine($"{"open and close again",-50} {clock.Elapsed.TotalMilliseconds,9:0.000} ms");
}

static void Measure(string what, int count, Action<int> action)
{
    var times = new double[count];
    for (var i = 0; i < count; i++)
    {
        var start = Stopwatch.GetTimestamp();
        action(i);
        times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    Report(what, times);
}

static void Report(string what, double[] times)
{
    Array.Sort(times);
    Console.WriteLine($"{what,-50} {times[times.Length / 2],9:0.000} ms median {times[times.Length * 99 / 100],9:0.000} ms p99");
}
