using System.Diagnostics;
using System.Text;

namespace Vitrine.Cli.Tests;

/// <summary>A program at a terminal of its own (script(1) of util-linux), and who sits there.</summary>
internal static class AtTerminal
{
    /// <summary>Runs it; each time the words are shown, types what belongs to them. Gives its exit code, and all that stood on the screen.</summary>
    public static async Task<(int Code, string Screen)> RunAsync(string[] words, params (string Shown, string Typed)[] talk)
    {
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "script", "--quiet", "--return", "--flush", "--command", string.Join(' ', words.Select(Quoted)), "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["TERM"] = "xterm";
        using var process = Process.Start(start)!;
        var (screen, read, block) = (new StringBuilder(), 0, new char[4096]);
        foreach (var (shown, typed) in talk)
        {
            int at;
            while ((at = screen.ToString(read, screen.Length - read).IndexOf(shown, StringComparison.Ordinal)) < 0)
            {
                var count = await process.StandardOutput.ReadAsync(block);
                Assert.True(count > 0, $"ended before it said \"{shown}\":\n{screen}");
                screen.Append(block, 0, count);
            }

            read += at + shown.Length;
            await process.StandardInput.WriteAsync(typed);
            await process.StandardInput.FlushAsync();
        }

        screen.Append(await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, screen.ToString());
    }

    private static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
