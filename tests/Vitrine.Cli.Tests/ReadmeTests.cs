using System.Text;

namespace Vitrine.Cli.Tests;

/// <summary>Every command of README.md runs, in order, as it stands there.</summary>
public sealed class ReadmeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Readme_EveryCommand_EndsWell()
    {
        var commands = Commands(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md")));
        Assert.NotEmpty(commands);
        _folder.Write("my-product/src/main.c", "/* licence: none */\nint main(void) { return 0; }\n");
        Git.Commit(_folder["my-product"]);

        var answer = await RunAsync(commands);

        Assert.True(answer.Code == 0, $"{answer.Out}\n{answer.Error}");
    }

    [Fact]
    public async Task Readme_CommandThatFails_IsNamed()
    {
        var answer = await RunAsync(Commands("# Sample\n\n```console\n$ x=1\nwhat it prints\n$ test $x = 1\n$ false\n```\n\n```text\n$ exit 9\n```\n"));
        answer.Ends(1);
        Assert.EndsWith("$ false\n", answer.Out, StringComparison.Ordinal);
    }

    /// <summary>Lines that begin with <c>$ </c> in blocks marked <c>console</c>.</summary>
    private static List<string> Commands(string text)
    {
        var commands = new List<string>();
        string? block = null;
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                block = block is null ? line[3..].Trim() : null;
            }
            else if (block == "console" && line.StartsWith("$ ", StringComparison.Ordinal))
            {
                commands.Add(line[2..]);
            }
        }

        return commands;
    }

    private Task<Answer> RunAsync(List<string> commands)
    {
        var script = new StringBuilder("set -eo pipefail\n");
        foreach (var command in commands)
        {
            script.Append($"printf '%s\\n' '$ {command.Replace("'", "'\\''", StringComparison.Ordinal)}'\n{command}\n");
        }

        return Child.RunAsync(
            ["bash", "-c", script.ToString()],
            new()
            {
                ["VITRINE"] = Path.Combine(Repository.Root, "vitrine"),
                ["PATH"] = $"{Repository.Root}:{Environment.GetEnvironmentVariable("PATH")}",
                ["VITRINE_CENTRE"] = null,
            },
            _folder.Path);
    }
}
