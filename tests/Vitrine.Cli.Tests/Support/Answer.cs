namespace Vitrine.Cli.Tests;

/// <summary>What a command said and how it ended.</summary>
public sealed record Answer(int Code, string Out, string Error)
{
    /// <summary>The last line of standard output.</summary>
    public string Last => Out.TrimEnd('\n').Split('\n')[^1];

    /// <summary>Fails with everything that was said when the code is another.</summary>
    public Answer Ends(int code)
    {
        Assert.True(Code == code, $"ended with {Code}, not {code}\nout: {Out}\nerror: {Error}");
        return this;
    }

    /// <summary>A fault as it should be told: the code, nothing on standard output, and these words on the other; no stack trace.</summary>
    public Answer Fails(int code, params string[] words)
    {
        Ends(code);
        Assert.Equal("", Out);
        Assert.StartsWith("vitrine", Error, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, Error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        return this;
    }
}
