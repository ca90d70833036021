using System.Collections.Immutable;

namespace Vitrine.Seals;

/// <summary>A line that defines or uses a name.</summary>
/// <param name="At">Where, and the line's text.</param>
/// <param name="Definition">What is defined there; null where the name is only used. Its end is not known here.</param>
public sealed record NamePlace(SearchMatch At, Symbol? Definition);

/// <summary>What is asked of a name.</summary>
[Flags]
public enum NameLook
{
    /// <summary>Where it is defined.</summary>
    Definitions = 1,

    /// <summary>Where it is used: every other whole word outside comments and strings. No parser: another thing of the same name counts too.</summary>
    References = 2,

    /// <summary>Definitions, then references.</summary>
    Both = Definitions | References,
}

/// <summary>Some places of a name: definitions, then references; each best first, by the kinds of files.</summary>
/// <param name="Places">The places.</param>
/// <param name="Skip">How many come before them.</param>
/// <param name="HasMore">Whether more can be shown.</param>
/// <param name="Definitions">All lines that define it.</param>
/// <param name="References">All lines that use it; 0 if not asked for.</param>
/// <param name="Files">Files that were looked at, or excluded.</param>
/// <param name="FilesTotal">Files that may hold names.</param>
/// <param name="Unread">Files that could not be read.</param>
/// <param name="IsPartial">Whether there may be more: the time was used up, or something could not be read.</param>
public sealed record NamePage(ImmutableArray<NamePlace> Places, int Skip, bool HasMore, int Definitions, long References, int Files, int FilesTotal, ImmutableArray<string> Unread, bool IsPartial);

/// <summary>How far the table of definitions of a scope is.</summary>
/// <param name="FilesRead">Files read.</param>
/// <param name="Files">Files to read.</param>
/// <param name="Definitions">Definitions in the table; 0 until it is whole.</param>
/// <param name="Bytes">Bytes that it takes in memory.</param>
/// <param name="IsWhole">Whether it is whole. Until then files that have a name are read when it is asked for.</param>
public readonly record struct SymbolReach(int FilesRead, int Files, int Definitions, long Bytes, bool IsWhole);
