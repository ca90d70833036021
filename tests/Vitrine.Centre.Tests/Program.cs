using Vitrine.Proofs;

namespace Vitrine.Centre.Tests;

/// <summary>The tests' own program: serves a centre, and records acts from several tasks until it is killed.</summary>
internal static class Program
{
    /// <summary>serve FOLDER, or write FOLDER TASKS SEED. Says <c>ready</c>, and each acknowledged act as <c>position name</c>.</summary>
    public static async Task<int> Main(string[] args)
    {
        if (args is not [var verb, var folder, ..])
        {
            return 2;
        }

        await using var centre = await OpenCentre.OpenAsync(folder, TestCentre.Parts, CentreUse.Serve, TimeProvider.System, CancellationToken.None);
        Console.WriteLine("ready");
        if (verb == "write")
        {
            var seed = int.Parse(args[3]);
            await Task.WhenAll(Enumerable.Range(0, int.Parse(args[2])).Select(task => Task.Run(() => WriteAsync(centre, seed, task))));
        }

        await Console.In.ReadLineAsync();
        return 0;
    }

    private static async Task WriteAsync(OpenCentre centre, int seed, int task)
    {
        var random = new Random((seed * 97) + task);
        using var key = SigningKey.Generate();
        for (var i = 0; ; i++)
        {
            var name = $"{seed}-{task}-{i}";
            switch (random.Next(20))
            {
                case < 12:
                    Say(await centre.RecordAsync(new Counted(name, 1), Actor.Console, CancellationToken.None), name);
                    break;
                case < 18:
                    var told = Told.Stage(centre, name, key);
                    Say(await centre.RecordAsync(told, Actor.Console, CancellationToken.None), name);
                    if (random.Next(3) == 0)
                    {
                        await centre.PublishedAsync(told.Statement, CancellationToken.None);
                    }

                    break;
                case 18:
                    await centre.AnchorAsync(CancellationToken.None);
                    break;
                default:
                    await Assert.ThrowsAsync<ActRefusedException>(() => centre.RecordAsync(new Counted(name, -1), Actor.Console, CancellationToken.None));
                    break;
            }
        }
    }

    private static void Say(LogIndex position, string name) => Console.WriteLine($"{position} {name}");
}
