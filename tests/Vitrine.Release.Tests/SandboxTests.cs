using System.Text;

namespace Vitrine.Release.Tests;

public sealed class SandboxTests
{
    [Fact]
    public async Task RunAsync_OneStep_GivesTheOutputAndTheLog()
    {
        var run = await Scene.RunAsync(Scene.Script(), Scene.Source(("build", "echo hello; cp_() { read -r x < a/b; echo \"$x\" > out; }; cp_"), ("a/b", "content\n")));

        Assert.Equal(SandboxOutcome.Completed, run.Outcome);
        Assert.Equal("content\n", Encoding.UTF8.GetString(run.Outputs[0].Span));
        Assert.Equal("hello\n", run.Log.Text);
    }

    [Fact]
    public async Task RunAsync_Own_Builds()
    {
        var recipe = RecipeReader.ReadFile(Path.Combine(Scene.Repository, "recipes", "vitrine-proofs.json"));
        var run = await Scene.RunAsync(recipe, BuildSource.OfFolder(Scene.Repository, ".git", "artifacts"));
        Assert.True(run.Outcome == SandboxOutcome.Completed, $"{run.Outcome}, step {run.Step}, code {run.ExitCode}: {run.Log.Text}");
        Console.WriteLine($"{run.Elapsed} {run.PeakMemory >> 20} MiB {run.PeakTasks} {run.Versions["dotnet"]}\n{run.Log.Text}");
    }
}
