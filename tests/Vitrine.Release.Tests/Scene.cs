using System.Collections.Immutable;
using System.Text;

namespace Vitrine.Release.Tests;

/// <summary>Small builds for the sandbox.</summary>
internal static class Scene
{
    public static SandboxOptions Options { get; } = new();

    public static Sandbox Sandbox { get; } = Sandbox.Open(Options, TimeProvider.System);

    /// <summary>The root of the product's own source tree.</summary>
    public static string Repository { get; } = FindRepository();

    public static Recipe Recipe(string[] tools, params string[][] steps) => new()
    {
        Name = "scene",
        Tools = [.. tools],
        Steps = [.. steps.Select(step => step.ToImmutableArray())],
        Outputs = [new RecipeOutput("out", "out")],
        SourceDate = DateTimeOffset.FromUnixTimeSeconds(1_767_225_600),
        Limits = new RecipeLimits { Seconds = 30, MemoryMiB = 256, DiskMiB = 16, OutputMiB = 4, Tasks = 64 },
    };

    /// <summary>A recipe of one shell script that lies in the source as <c>build</c>.</summary>
    public static Recipe Script(params string[] tools) => Recipe(tools, ["sh", "./build"]);

    public static BuildSource Source(params (string Path, string Text)[] files) =>
        new(() => files.Select(file => new SourceFile(file.Path, SourceKind.Regular, Encoding.UTF8.GetBytes(file.Text))));

    public static async Task<SandboxRun> RunAsync(Recipe recipe, BuildSource source, CancellationToken cancellation = default) =>
        await Sandbox.RunAsync(recipe, ToolResolver.Resolve(recipe, Options), source, null, cancellation);

    public static async Task<string> OutputAsync(string script, params string[] tools)
    {
        var run = await RunAsync(Script(tools), Source(("build", script)));
        Assert.True(run.Outcome == SandboxOutcome.Completed, $"{run.Outcome}, step {run.Step}, code {run.ExitCode}: {run.Log.Text}");
        return Encoding.UTF8.GetString(run.Outputs[0].Span);
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Vitrine.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
