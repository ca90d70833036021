using System.Diagnostics;

namespace Vitrine.Seals.Tests;

/// <summary>Runs git in a folder, with a fixed author and no configuration but its own.</summary>
internal static class Git
{
    public static string Run(string folder, params string[] arguments) => Run(folder, [], arguments);

    public static string Run(string folder, byte[] input, params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in (string[])["-c", "safe.directory=*", "-c", "init.defaultBranch=main", "-c", "core.autocrlf=false", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        foreach (var role in (string[])["AUTHOR", "COMMITTER"])
        {
            start.Environment[$"GIT_{role}_NAME"] = "Ada Example";
            start.Environment[$"GIT_{role}_EMAIL"] = "ada@example.com";
            start.Environment[$"GIT_{role}_DATE"] = "2026-11-21T12:00:00Z";
        }

        using var process = Process.Start(start)!;
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {errors.Result}");
    }

    /// <summary>Makes the folder a repository with all its files in one commit.</summary>
    public static string Commit(string folder, params string[] initArguments)
    {
        Run(folder, ["init", "-q", .. initArguments]);
        Run(folder, "add", "-A");
        Run(folder, "commit", "-q", "-m", "all", "--allow-empty");
        return Run(folder, "rev-parse", "HEAD");
    }
}
