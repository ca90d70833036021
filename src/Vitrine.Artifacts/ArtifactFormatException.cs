namespace Vitrine.Artifacts;

/// <summary>The one exception for bytes that are not the artifact they claim to be, whatever the format.</summary>
public sealed class ArtifactFormatException : Exception
{
    public ArtifactFormatException(string format, ArtifactFault fault, long offset, string message)
        : base(message)
    {
        Format = format;
        Fault = fault;
        Offset = offset;
    }

    /// <summary>The format that was being read: <c>PE</c>, <c>.NET</c>, <c>ELF</c>, <c>zip</c>, <c>signature</c>.</summary>
    public string Format { get; }

    /// <summary>What kind of fault it is.</summary>
    public ArtifactFault Fault { get; }

    /// <summary>Where in the file, in bytes from its start; −1 where no one place is at fault.</summary>
    public long Offset { get; }
}
