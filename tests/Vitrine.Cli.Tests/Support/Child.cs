using System.Diagnostics;

namespace Vitrine.Cli.Tests;

/// <summary>Programs as processes of their own.</summary>
internal static class Child
{
    /// <summary>The program as it was built: dotnet and its file.</summary>
    public static string[] Vitrine { get; } = ["dotnet", Path.Combine(Repository.Root, "artifacts", "bin", "Vitrine.Cli", Configuration, "vitrine.dll")];

    private static string Configuration => Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    public static Task<Answer> RunAsync(params string[] words) => RunAsync(words, []);

    public static async Task<Answer> RunAsync(string[] words, Dictionary<string, string?> environment, string? folder = null)
    {
        using var process = Start(words, environment, folder);
        return await EndAsync(process);
    }

    /// <summary>
    /// Starts a program with both of its outputs at hand and nothing to read. It takes signals as it would at a terminal, also where these tests
    /// were started in the background, by a shell that ignores ^C there and hands that on.
    /// </summary>
    public static Process Start(string[] words, Dictionary<string, string?> environment, string? folder = null)
    {
        var start = new ProcessStartInfo("env", ["--default-signal=INT", .. words])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Waits for its end, and takes what it said that nobody has read yet.</summary>
    public static async Task<Answer> EndAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Answer(process.ExitCode, await output, await errors);
    }

    /// <summary>Sends a signal, by its name.</summary>
    public static void Signal(Process process, string name) => Signal(process.Id.ToString(), name);

    /// <summary>Sends a signal to a process that leads a group (started through <c>setsid</c>) and to its children, as a terminal does.</summary>
    public static void SignalGroup(Process leader, string name) => Signal($"-{leader.Id}", name);

    private static void Signal(string target, string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", "--", target]);
        kill.WaitForExit();
    }
}
