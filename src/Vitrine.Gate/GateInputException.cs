namespace Vitrine.Gate;

/// <summary>A file, an argument, the policy or the state cannot be used; the message says which, why and what to do.</summary>
internal sealed class GateInputException : Exception
{
    internal GateInputException(string message)
        : base(message)
    {
    }

    internal GateInputException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
