namespace Vitrine.Artifacts;

/// <summary>One of the two that are compared: A is the first, B the second.</summary>
public enum Side
{
    /// <summary>The first.</summary>
    A,

    /// <summary>The second.</summary>
    B,
}

/// <summary>Bytes of one side, counted from the start of the member they lie in.</summary>
/// <param name="Side">Whose bytes.</param>
/// <param name="Offset">The first byte.</param>
/// <param name="Length">How many.</param>
public readonly record struct ByteRange(Side Side, long Offset, long Length);
