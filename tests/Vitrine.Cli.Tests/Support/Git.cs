using System.Diagnostics;

namespace Vitrine.Cli.Tests;

/// <summary>git, as a person would use it, without that person's configuration.</summary>
internal static class Git
{
    public static string Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in ((string, string)[])[
            ("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_AUTHOR_NAME", "Nora"), ("GIT_AUTHOR_EMAIL", "nora@example.org"),
            ("GIT_COMMITTER_NAME", "Nora"), ("GIT_COMMITTER_EMAIL", "nora@example.org"), ("GIT_AUTHOR_DATE", "2026-03-01T12:00:00Z"), ("GIT_COMMITTER_DATE", "2026-03-01T12:00:00Z")])
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"git {string.Join(' ', arguments)}: {errors.Result}");
        return output.TrimEnd('\n');
    }

    /// <summary>Makes a repository of everything in a folder, with one commit; gives the commit.</summary>
    public static string Commit(string folder)
    {
        Run(folder, "init", "-q", "-b", "main");
        Run(folder, "add", "-A");
        Run(folder, "commit", "-q", "-m", "first");
        return Run(folder, "rev-parse", "HEAD");
    }
}
