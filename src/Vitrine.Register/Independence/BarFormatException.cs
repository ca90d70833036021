namespace Vitrine.Register;

/// <summary>A bar that cannot be read: where, which word, and the word that may have been meant.</summary>
public sealed class BarFormatException : FormatException
{
    internal BarFormatException(int line, int column, string what, string? hint = null)
        : base($"{(line == 0 ? "" : $"line {line}, column {column}: ")}{what}{(hint is null ? "" : $" Did you mean \"{hint}\"?")}")
    {
        Line = line;
        Column = column;
        Hint = hint;
    }

    /// <summary>The line, counted from 1; 0 where something is missing from the whole.</summary>
    public int Line { get; }

    /// <summary>The column in characters, counted from 1; 0 where something is missing from the whole.</summary>
    public int Column { get; }

    /// <summary>The nearest word that would be right; null where none is near.</summary>
    public string? Hint { get; }
}
