using Vitrine.Proofs;

namespace Vitrine.Centre;

/// <summary>The head or the body of a response: how much it is, and its SHA-256.</summary>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Sha256">The digest of them.</param>
public readonly record struct MeteredPart(ulong Bytes, Digest Sha256)
{
    /// <summary>Nothing: no bytes, and the digest of none.</summary>
    public static MeteredPart None { get; } = Of([]);

    /// <summary>Of these bytes.</summary>
    public static MeteredPart Of(ReadOnlySpan<byte> bytes) => new((ulong)bytes.Length, Digest.Of(bytes));
}

/// <summary>How a response ended.</summary>
public enum ResponseEnd
{
    /// <summary>It came to its end.</summary>
    Whole,

    /// <summary>The server, or the way to it, broke it off, or never began it.</summary>
    Broken,

    /// <summary>The meter gave it up: more bytes than it carries, too long, or too long a silence.</summary>
    Bounded,

    /// <summary>The meter was stopped while it came.</summary>
    Stopped,

    /// <summary>Its head is none that a meter passes on. Its body was not read.</summary>
    Refused,
}
