namespace Vitrine.Proofs;

/// <summary>The bytes are no in-toto statement, or no predicate of the type they claim.</summary>
public sealed class StatementFormatException : FormatException
{
    /// <summary>Says what is wrong, and in which member.</summary>
    public StatementFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, with the fault under it.</summary>
    public StatementFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
