using System.Globalization;
using System.Text;
using System.Text.Json;
using Vitrine.Proofs;

namespace Vitrine.Log.Tests;

/// <summary>
/// The program that is killed: submits to a log from many tasks, some entries again and again, and says each index once it is acknowledged.
/// Before all it says that it is there.
/// </summary>
internal static class Appender
{
    private const int Tasks = 6;

    public static async Task<int> Main(string[] args)
    {
        if (args is not [var place, var run])
        {
            await Console.Error.WriteLineAsync("usage: Vitrine.Log.Tests FOLDER|OBJECTS-IN-JSON RUN");
            return 2;
        }

        await using var output = Console.OpenStandardOutput();
        output.Write("here\n"u8);
        output.Flush();
        var gate = new Lock();
        await using var log = await TileLog.OpenAsync(Options(place), TimeProvider.System, CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(task => AppendForEverAsync(task)));
        return 0;

        async Task AppendForEverAsync(int task)
        {
            var random = new Random(HashCode.Combine(task, run));
            for (var number = 0; ; number++)
            {
                ReadOnlyMemory<byte>[] entries = [.. Enumerable.Range(0, random.Next(1, 5)).Select(i => random.Next(8) == 0
                    ? Entry("all", 0, random.Next(200), 0, 50)
                    : Entry(run, task, number, i, random.Next(0, 400)))];
                var indexes = await log.AppendAsync(entries, CancellationToken.None);
                var lines = new StringBuilder();
                for (var i = 0; i < entries.Length; i++)
                {
                    lines.Append(CultureInfo.InvariantCulture, $"{indexes[i].Value} {Digest.Of(entries[i].Span)}\n");
                }

                lock (gate)
                {
                    output.Write(Encoding.ASCII.GetBytes(lines.ToString()));
                    output.Flush();
                }
            }
        }
    }

    /// <summary>A log in a folder, or on objects; duplicates suppressed.</summary>
    public static LogOptions Options(string place) => place.StartsWith('{')
        ? new LogOptions { Objects = JsonSerializer.Deserialize<ObjectStorageOptions>(place), Signer = Sample.Signer, SuppressDuplicates = true }
        : Sample.Options(place) with { SuppressDuplicates = true };

    // Those of a run and task are of its own; the two hundred of "all" come from every run and task.
    private static ReadOnlyMemory<byte> Entry(string run, int task, int number, int i, int length) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{run}.{task}.{number}.{i} {new string('x', length)}"));
}
