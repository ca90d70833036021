namespace Vitrine.Proofs;

/// <summary>The bytes are no DSSE envelope as Vitrine reads it.</summary>
public sealed class DsseFormatException : FormatException
{
    /// <summary>Says what is wrong.</summary>
    public DsseFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, with the fault under it.</summary>
    public DsseFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
