using System.Buffers.Binary;
using System.Diagnostics;
using Vitrine.Log;
using Vitrine.Proofs;

// usage: durable [FOLDER]   A scratch folder is made below FOLDER (default: the present one, so that its disk is measured) and deleted.
const int Submitters = 64;
const int Each = 300;
const int Rounds = 9;
const int Size = 500;
const int Syncs = 300;

var parent = args is [var given] ? given : ".";
var folder = Directory.CreateDirectory(Path.Combine(parent, $"vitrine-durable-{Environment.ProcessId}")).FullName;
try
{
    var options = new LogOptions { Folder = Path.Combine(folder, "log"), Signer = NoteSigner.Generate("vitrine.example/lab"), SuppressDuplicates = true };
    await TileLog.CreateAsync(options, CancellationToken.None);
    await using var log = await TileLog.OpenAsync(options, TimeProvider.System, CancellationToken.None);
    var number = 0UL;
    await SubmitAsync(log, 0, 50);
    number += Submitters * 50;

    // Interleaved, so that what else the machine does falls on both.
    var (disk, ours, shares, again) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
    for (var round = 0; round < Rounds; round++)
    {
        disk.Add(Plain(folder));
        ours.Add(await SubmitAsync(log, number, Each));
        again.Add(await SubmitAsync(log, number, Each));
        shares.Add(ours[^1] / disk[^1]);
        number += Submitters * Each;
    }

    Console.WriteLine($"{Submitters} submitters, entries of {Size} bytes, medians of {Rounds} rounds, each of both in turn");
    Console.WriteLine($"{"the disk: syncs a second of a laid-out file",-60} {Median(disk) / Submitters,10:0}");
    Console.WriteLine($"{$"the disk: {Submitters} entries with each sync, entries a second",-60} {Median(disk),10:0}");
    Console.WriteLine($"{"durable append, duplicates suppressed, entries a second",-60} {Median(ours),10:0}");
    Console.WriteLine($"{"share of what the disk gives",-60} {Median(shares),10:0.00}");
    Console.WriteLine($"{"the same entries submitted again, entries a second",-60} {Median(again),10:0}");
    Console.WriteLine($"{"entries in the log",-60} {log.Checkpoint.Size,10}");
}
finally
{
    Directory.Delete(folder, recursive: true);
}

// As much as the submitters can have waiting, written and synced at once, again and again: entries a second.
static double Plain(string folder)
{
    using var file = File.OpenHandle(Path.Combine(folder, "plain"), FileMode.Create, FileAccess.Write);
    var batch = new byte[Submitters * (Size + 2)];
    RandomAccess.Write(file, new byte[batch.Length * Syncs], 0);
    RandomAccess.FlushToDisk(file);
    Random.Shared.NextBytes(batch);
    var clock = Stopwatch.StartNew();
    for (var i = 0; i < Syncs; i++)
    {
        RandomAccess.Write(file, batch, (long)i * batch.Length);
        RandomAccess.FlushToDisk(file);
    }

    return Syncs * Submitters / clock.Elapsed.TotalSeconds;
}

static async Task<double> SubmitAsync(TileLog log, ulong first, int each)
{
    var clock = Stopwatch.StartNew();
    await Task.WhenAll(Enumerable.Range(0, Submitters).Select(submitter => Task.Run(async () =>
    {
        for (var i = 0; i < each; i++)
        {
            var entry = new byte[Size];
            BinaryPrimitives.WriteUInt64BigEndian(entry, first + (ulong)((submitter * each) + i));
            await log.AddAsync(entry, CancellationToken.None);
        }
    })));
    return Submitters * each / clock.Elapsed.TotalSeconds;
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
