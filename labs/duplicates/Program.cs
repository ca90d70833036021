using System.Buffers.Binary;
using System.Diagnostics;
using Vitrine.Log;
using Vitrine.Proofs;

// usage: duplicates [ENTRIES [FOLDER]]   10,000,000 entries by default: 1 GB below FOLDER (default: the present one), deleted afterwards.
var entries = args.Length > 0 ? ulong.Parse(args[0]) : 10_000_000;
var folder = Directory.CreateDirectory(Path.Combine(args.Length > 1 ? args[1] : ".", $"vitrine-duplicates-{Environment.ProcessId}")).FullName;
var options = new LogOptions { Folder = Path.Combine(folder, "log"), Signer = NoteSigner.Generate("vitrine.example/lab"), JournalBytes = 64 * 1024 * 1024 };
try
{
    await TileLog.CreateAsync(options, CancellationToken.None);
    await using (var log = await TileLog.OpenAsync(options, TimeProvider.System, CancellationToken.None))
    {
        for (var i = 0UL; i < entries; i += 50_000)
        {
            var first = i;
            await log.AppendAsync([.. Enumerable.Range(0, (int)Math.Min(50_000, entries - first)).Select(n => Entry(first + (ulong)n))], CancellationToken.None);
        }
    }

    for (var run = 0; run < 3; run++)
    {
        var before = Memory();
        var clock = Stopwatch.StartNew();
        await using var log = await TileLog.OpenAsync(options with { SuppressDuplicates = true }, TimeProvider.System, CancellationToken.None);
        var opened = clock.Elapsed;
        clock.Restart();
        var added = await log.AddAsync(Entry(entries / 2), CancellationToken.None);
        Console.WriteLine($"{entries} entries: open {opened.TotalSeconds:0.00} s, first append {clock.Elapsed.TotalSeconds:0.00} s ({(added.WasThere ? "was there" : "new")}), memory {(Memory() - before) / 1e6:0} MB");
        clock.Restart();
        const int Looks = 2000;
        for (var i = 0UL; i < Looks; i++)
        {
            await log.AddAsync(Entry(i * 7919 % entries), CancellationToken.None);
        }

        Console.WriteLine($"  a duplicate anywhere: {clock.Elapsed.TotalMilliseconds * 1000 / Looks:0} µs");
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static ReadOnlyMemory<byte> Entry(ulong number)
{
    var entry = new byte[32];
    BinaryPrimitives.WriteUInt64BigEndian(entry, number);
    return entry;
}

static long Memory()
{
    GC.Collect();
    GC.WaitForPendingFinalizers();
    return GC.GetTotalMemory(forceFullCollection: true);
}
