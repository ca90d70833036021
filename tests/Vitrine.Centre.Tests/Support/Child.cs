using System.Diagnostics;

namespace Vitrine.Centre.Tests;

/// <summary><see cref="Program"/> in a process of its own, ready when this is made; killed at the latest when disposed.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private Child(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public static async Task<Child> StartAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[typeof(Program).Assembly.Location, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        var child = new Child(Process.Start(start)!);
        if (await child._process.StandardOutput.ReadLineAsync() != "ready")
        {
            throw new InvalidOperationException(await child._errors);
        }

        return child;
    }

    /// <summary>Reads lines until there are so many; fewer where the process ends.</summary>
    public async Task<List<string>> ReadAsync(int count)
    {
        var lines = new List<string>();
        while (lines.Count < count && await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>Kills it (SIGKILL), and gives the whole lines that it still said.</summary>
    public async Task<List<string>> KillAsync()
    {
        _process.Kill();
        var rest = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        var errors = await _errors;
        return errors.Length == 0
            ? [.. rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)]
            : throw new InvalidOperationException(errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
