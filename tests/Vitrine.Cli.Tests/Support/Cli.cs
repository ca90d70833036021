namespace Vitrine.Cli.Tests;

/// <summary>Commands in this process, as fast as they are; <see cref="Child"/> runs them as processes.</summary>
internal static class Cli
{
    public static Task<Answer> RunAsync(params string[] words) => RunAsync("", words);

    public static async Task<Answer> RunAsync(string input, string[] words)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        using var given = new StringReader(input);
        Terminal.Use(output, errors, given);
        var code = await CommandTree.RunAsync(CommandTree.Root, words, CancellationToken.None);
        return new Answer(code, output.ToString(), errors.ToString());
    }
}
