namespace Vitrine.Proofs;

/// <summary>The bytes are no receipt, or no act of a ledger, as Vitrine reads them.</summary>
public sealed class ReceiptFormatException : FormatException
{
    /// <summary>Says what is wrong.</summary>
    public ReceiptFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, with the fault under it.</summary>
    public ReceiptFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
