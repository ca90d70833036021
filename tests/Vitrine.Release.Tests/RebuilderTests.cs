namespace Vitrine.Release.Tests;

public sealed class RebuilderTests
{
    [Fact]
    public async Task RunAsync_OwnProofsTwice_AreIdentical()
    {
        var shipped = Path.Combine(Scene.Repository, "artifacts", "bin", "Vitrine.Proofs", "release", "Vitrine.Proofs.dll");
        var cache = Directory.CreateTempSubdirectory("vitrine-test-");
        var options = Scene.Options with { CacheFolder = cache.FullName };
        for (var i = 0; i < 2; i++)
        {
            var result = await Rebuilder.Open(options, TimeProvider.System).RunAsync(
                new RebuildRequest
                {
                    Source = BuildSource.OfFolder(Scene.Repository, ".git", "artifacts"),
                    Recipe = RecipeReader.ReadFile(Path.Combine(Scene.Repository, "recipes", "vitrine-proofs.json")),
                    Shipped = [new ShippedArtifact("Vitrine.Proofs.dll", await File.ReadAllBytesAsync(shipped))],
                    Twice = i == 0,
                },
                new Printer(),
                CancellationToken.None);
            Assert.True(result.Failure is null, $"{result.Failure}\n{result.Runs[^1].Log.Text}");
            Console.WriteLine($"{result.Finished - result.Started} closure {result.Closure.Digest} {result.Closure.Files} files {result.Closure.Bytes >> 20} MiB");
            Console.WriteLine($"{string.Join("\n", result.Runs.Select(run => $"{run.Elapsed} {run.PeakMemory >> 20} MiB {run.PeakTasks} tasks {run.Versions["dotnet"]}"))}\n{result.Runs[0].Log.Text}");
            Console.WriteLine(result.Files[0].Comparison.ToText());
            Console.WriteLine(result.Files[0].Noise?.ToText());
            Console.WriteLine(result.ToPredicate(default, "https://x.example/", "1").ToJson());
        }
    }

    private sealed class Printer : IProgress<RebuildProgress>
    {
        public void Report(RebuildProgress value) => Console.WriteLine($"{DateTime.UtcNow:ss.fff} {value}");
    }
}
