namespace Vitrine.Proofs;

/// <summary>A policy that cannot be read: where, which word, and the word that may have been meant.</summary>
public sealed class PolicyFormatException : FormatException
{
    internal PolicyFormatException(int line, int column, string word, string what, string? hint = null)
        : base(Sentence(line, column, what, hint))
    {
        Line = line;
        Column = column;
        Word = word;
        Hint = hint;
    }

    /// <summary>The line, counted from 1; 0 where something is missing from the whole.</summary>
    public int Line { get; }

    /// <summary>The column in characters, counted from 1; 0 where something is missing from the whole.</summary>
    public int Column { get; }

    /// <summary>The word at fault, as it stands there.</summary>
    public string Word { get; }

    /// <summary>The nearest word that would be right; null where none is near.</summary>
    public string? Hint { get; }

    private static string Sentence(int line, int column, string what, string? hint)
    {
        var text = hint is null ? what : $"{what} Did you mean \"{hint}\"?";
        return line == 0 ? text : $"line {line}, column {column}: {text}";
    }
}
