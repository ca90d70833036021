using System.Diagnostics;
using Vitrine.Centre;
using Vitrine.Proofs;

// usage: commit [FOLDER]   A scratch folder is made below FOLDER (default: the present one, so that its disk is measured) and deleted.
var parent = args is [var given] ? given : ".";
var folder = Path.Combine(Path.GetFullPath(parent), $"vitrine-commit-{Environment.ProcessId}");
Part[] parts = [new LookingPart()];
try
{
    await using (await OpenCentre.CreateAsync(folder, "Lab", parts, TimeProvider.System, CancellationToken.None))
    {
    }

    await using (var centre = await OpenCentre.OpenAsync(folder, parts, CentreUse.Serve, TimeProvider.System, CancellationToken.None))
    {
        using var key = SessionKey.Create("s-1");
        Act Open(int i) => new Looked($"s-{i % 10}", 40);
        Act Sealed(int i) => new Looked("s-1", 40) { Sealed = key.Seal("lab.looked", new { Path = "src/main.c", From = i, To = i + 39 }, 2048) };

        await MeasureAsync("warm-up", 500, 1, i => RecordAsync(centre, Open(i)));
        await MeasureAsync("acts, one after the other", 3000, 1, i => RecordAsync(centre, Open(i)));
        await MeasureAsync("acts with a sealed part of 2 KiB, one after the other", 2000, 1, i => RecordAsync(centre, Sealed(i)));
        foreach (var tasks in (int[])[8, 64, 256])
        {
            await MeasureAsync($"acts from {tasks} tasks", 20_000, tasks, i => RecordAsync(centre, Open(i)));
        }

        await MeasureAsync("acts with a sealed part of 2 KiB from 64 tasks", 10_000, 64, i => RecordAsync(centre, Sealed(i)));
        using var signing = SigningKey.Generate();
        await MeasureAsync("acts with a statement, signed, staged, recorded, published, one after the other", 300, 1, i => PublishAsync(centre, $"alone {i}", signing));
        await MeasureAsync("the same from 16 tasks", 1000, 16, i => PublishAsync(centre, $"together {i}", signing));

        await using var command = await OpenCentre.OpenAsync(folder, parts, CentreUse.Command, TimeProvider.System, CancellationToken.None);
        await MeasureAsync("acts through the socket, one after the other", 1000, 1, i => RecordAsync(command, Open(i)));
        await MeasureAsync("acts through the socket from 16 tasks", 5000, 16, i => RecordAsync(command, Open(i)));
        var clock = Stopwatch.StartNew();
        var found = LedgerVerification.Run(centre, CancellationToken.None);
        Report("acts verified", (int)found.Acts, clock.Elapsed);
    }

    var rebuild = Stopwatch.StartNew();
    var (before, after, acts) = await OpenCentre.RebuildViewsAsync(folder, parts, TimeProvider.System, CancellationToken.None);
    Report(before == after ? "acts projected anew, dumped and compared" : "VIEWS DIFFER", (int)acts, rebuild.Elapsed);
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static Task RecordAsync(OpenCentre centre, Act act) => centre.RecordAsync(act, Actor.Console, CancellationToken.None);

static async Task PublishAsync(OpenCentre centre, string name, SigningKey key)
{
    var said = new ReleasePredicate("Lab", name, "stable", Digest.Of("seal"u8), "lab", UtcTime.Whole(centre.Time.GetUtcNow()));
    var statement = StagedStatement.Stage(centre.Paths, said.Of([Subject.File("file", Digest.Of("file"u8))]), key);
    await RecordAsync(centre, new Stated(name, statement));
    await centre.PublishedAsync(statement, CancellationToken.None);
}

static async Task MeasureAsync(string what, int count, int tasks, Func<int, Task> act)
{
    var next = -1;
    var clock = Stopwatch.StartNew();
    await Task.WhenAll(Enumerable.Range(0, tasks).Select(_ => Task.Run(async () =>
    {
        for (int i; (i = Interlocked.Increment(ref next)) < count;)
        {
            await act(i);
        }
    })));
    Report(what, count, clock.Elapsed);
}

static void Report(string what, int count, TimeSpan elapsed) =>
    Console.WriteLine($"{what,-82} {count / elapsed.TotalSeconds,9:N0} a second {elapsed.TotalMilliseconds / count,9:0.000} ms each");
