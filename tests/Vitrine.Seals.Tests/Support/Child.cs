using System.Diagnostics;

namespace Vitrine.Seals.Tests;

/// <summary>Runs <see cref="Program"/> in a process of its own.</summary>
internal static class Child
{
    /// <summary>Runs it to its end.</summary>
    public static (int ExitCode, string Output, string Errors) Run(params string[] arguments) => Run("", arguments);

    /// <summary>The same after a shell command, such as one that lowers a limit.</summary>
    public static (int ExitCode, string Output, string Errors) Run(string before, string[] arguments)
    {
        var start = new ProcessStartInfo("sh") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"{(before.Length > 0 ? before + "; " : "")}exec dotnet \"$0\" \"$@\"");
        start.ArgumentList.Add(typeof(Program).Assembly.Location);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
