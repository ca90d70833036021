namespace Vitrine.Proofs;

/// <summary>The bytes or the text are no P-256 key as Vitrine reads it.</summary>
public sealed class KeyFormatException : FormatException
{
    /// <summary>Says what is wrong.</summary>
    public KeyFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, and what the runtime said of it.</summary>
    public KeyFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
