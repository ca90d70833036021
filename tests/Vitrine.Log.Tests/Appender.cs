using System.Globalization;
using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Log.Tests;

/// <summary>The program that is killed: appends to a log from many tasks and says each index once it is acknowledged.</summary>
internal static class Appender
{
    public static async Task<int> Main(string[] args)
    {
        if (args is not [var folder, var run])
        {
            await Console.Error.WriteLineAsync("usage: Vitrine.Log.Tests FOLDER RUN");
            return 2;
        }

        await using var output = Console.OpenStandardOutput();
        var gate = new Lock();
        await using var log = await TileLog.OpenAsync(Sample.Options(folder), TimeProvider.System, CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(task => AppendForEverAsync(task)));
        return 0;

        async Task AppendForEverAsync(int task)
        {
            var random = new Random(task);
            for (var number = 0; ; number++)
            {
                ReadOnlyMemory<byte>[] entries = [.. Enumerable.Range(0, random.Next(1, 5)).Select(i => Entry(run, task, number, i, random.Next(0, 400)))];
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

    // No two entries of all runs are the same.
    private static ReadOnlyMemory<byte> Entry(string run, int task, int number, int i, int length) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{run}.{task}.{number}.{i} {new string('x', length)}"));
}
