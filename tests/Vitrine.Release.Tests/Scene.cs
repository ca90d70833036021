using System.Text;
using System.Text.Json;

namespace Vitrine.Release.Tests;

/// <summary>Small builds for the sandbox.</summary>
internal static class Scene
{
    public const long SourceDate = 1_767_225_600;

    public static SandboxOptions Options { get; } = new();

    public static Sandbox Sandbox { get; } = Sandbox.Open(Options, TimeProvider.System);

    /// <summary>The root of the product's own source tree.</summary>
    public static string Repository { get; } = FindRepository();

    public static object DefaultLimits { get; } = new { seconds = 60, memoryMiB = 256, diskMiB = 16, outputMiB = 4, tasks = 64 };

    /// <summary>A recipe of one shell script that lies in the source as <c>build</c> and makes <c>out</c>.</summary>
    public static Recipe Script(string[]? tools = null, object? limits = null) => Recipe([["sh", "./build"]], tools, limits);

    public static Recipe Recipe(string[][] steps, string[]? tools = null, object? limits = null, object? environment = null) => Parse(new
    {
        name = "scene",
        steps,
        tools = tools ?? [],
        environment = environment ?? new { },
        outputs = new[] { new { path = "out", name = "out" } },
        sourceDateEpoch = SourceDate,
        limits = limits ?? DefaultLimits,
    });

    public static Recipe Parse(object recipe) => RecipeReader.Parse(JsonSerializer.SerializeToUtf8Bytes(recipe));

    public static BuildSource Source(params (string Path, string Text)[] files) =>
        new(() => files.Select(file => new SourceFile(file.Path, SourceKind.Regular, Encoding.UTF8.GetBytes(file.Text))));

    public static async Task<SandboxRun> RunAsync(Recipe recipe, BuildSource source, CancellationToken cancellation = default) =>
        await Sandbox.RunAsync(recipe, ToolResolver.Resolve(recipe, Options), source, null, cancellation);

    /// <summary>Runs a script that must fail or be stopped.</summary>
    public static Task<SandboxRun> RunScriptAsync(string script, string[]? tools = null, object? limits = null) =>
        RunAsync(Script(tools, limits), Source(("build", script)));

    /// <summary>What a script wrote to <c>out</c>.</summary>
    public static async Task<string> OutputAsync(string script, params string[] tools)
    {
        var run = await RunScriptAsync(script, tools);
        AssertCompleted(run);
        return Encoding.UTF8.GetString(run.Outputs[0].Span);
    }

    public static void AssertCompleted(SandboxRun run) =>
        Assert.True(run.Outcome == SandboxOutcome.Completed, $"{run.Outcome}, step {run.Step}, code {run.ExitCode}: {run.Log.Text}");

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
