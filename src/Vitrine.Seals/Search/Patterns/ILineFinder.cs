namespace Vitrine.Seals;

/// <summary>Finds what stands in every line that a pattern matches.</summary>
internal interface ILineFinder
{
    /// <summary>The most bytes that must be seen at once, so that none is missed.</summary>
    int Longest { get; }

    /// <summary>Where in the first line that holds it such a thing begins; -1 if there is none.</summary>
    int Find(ReadOnlySpan<byte> text);
}
