namespace Vitrine.Proofs;

/// <summary>The bytes are no gate's state as Vitrine writes it.</summary>
public sealed class GateStateFormatException : FormatException
{
    /// <summary>Says what is wrong.</summary>
    public GateStateFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, with the fault under it.</summary>
    public GateStateFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
