namespace Vitrine.Proofs;

/// <summary>The bytes are not JSON as Vitrine reads it: I-JSON (RFC 7493), bounded in size and depth.</summary>
public sealed class JsonFormatException : FormatException
{
    /// <summary>Says what is wrong and where.</summary>
    public JsonFormatException(string message, long offset)
        : base($"{message} (byte {offset})") => Offset = offset;

    /// <summary>Where in the input the fault was seen, counted from 0.</summary>
    public long Offset { get; }
}
