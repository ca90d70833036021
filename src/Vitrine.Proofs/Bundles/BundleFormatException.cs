namespace Vitrine.Proofs;

/// <summary>The bytes are no bundle as Vitrine reads it.</summary>
public sealed class BundleFormatException : FormatException
{
    /// <summary>Says what is wrong in a single bundle.</summary>
    public BundleFormatException(string message)
        : base(message) => Line = 0;

    /// <summary>Says what is wrong, with the fault under it.</summary>
    public BundleFormatException(string message, Exception inner)
        : base(message, inner) => Line = 0;

    /// <summary>Says what is wrong in which line of a bundle file.</summary>
    public BundleFormatException(int line, string message, Exception? inner = null)
        : base($"line {line}: {message}", inner) => Line = line;

    /// <summary>The line of the bundle file, counted from 1; 0 where there is no file.</summary>
    public int Line { get; }
}
