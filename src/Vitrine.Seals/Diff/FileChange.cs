using System.Collections.Immutable;

namespace Vitrine.Seals;

/// <summary>What happened to a file between two seals.</summary>
public enum FileChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>Its content changed, or what it is (a link, an executable).</summary>
    Changed,

    /// <summary>It stands elsewhere, as it was or nearly so.</summary>
    Moved,

    /// <summary>It is a copy of a file that stays, as that was.</summary>
    Copied,
}

/// <summary>A file that is not the same in both seals.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Path">Its path in the newer seal; of one that is gone, in the older.</param>
/// <param name="From">Where it stood, or what it is a copy of; null where that is <paramref name="Path"/> or nothing.</param>
/// <param name="Old">The file in the older seal; null: none.</param>
/// <param name="New">The file in the newer seal; null: none.</param>
/// <param name="AddedLines">Lines that came. 0 for what is not text.</param>
/// <param name="RemovedLines">Lines that went.</param>
/// <param name="MovedLines">Of those that came, lines that stood elsewhere in the file.</param>
/// <param name="Functions">What happened to its functions, as far as its language is read.</param>
/// <param name="Rank">Where it stands in the order of reading; 0 is first.</param>
/// <param name="Reasons">Why it stands there.</param>
public sealed record FileChange(
    FileChangeKind Kind, string Path, string? From, SealedFile? Old, SealedFile? New, long AddedLines, long RemovedLines, long MovedLines, FunctionChanges Functions, int Rank, ImmutableArray<string> Reasons)
{
    /// <summary>Whether the content is the same, and only its place or what it is changed.</summary>
    public bool IsSameContent => Old is not null && New is not null && Old.Digest == New.Digest;
}

/// <summary>What changed from one seal to another.</summary>
/// <param name="Older">The older seal's root.</param>
/// <param name="Newer">The newer seal's root.</param>
/// <param name="Files">What is not the same, in the order in which a reviewer reads it.</param>
/// <param name="Same">What is: files of the newer seal whose content the older has, wherever it stood. Coverage of them carries over.</param>
/// <param name="Total">The newer seal.</param>
/// <param name="Unread">Files that could not be read; of their insides nothing is said.</param>
/// <param name="HasFunctions">Whether functions were looked at: the program that reads them may be missing.</param>
public sealed record TreeChanges(SealRoot Older, SealRoot Newer, ImmutableArray<FileChange> Files, SealMeasure Same, SealMeasure Total, ImmutableArray<string> Unread, bool HasFunctions)
{
    /// <summary>Whether both hold the same.</summary>
    public bool AreSame => Files.IsEmpty;
}
