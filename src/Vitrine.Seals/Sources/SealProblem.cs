namespace Vitrine.Seals;

/// <summary>Why a tree is not sealed without a word from the caller. The order is that of <see cref="SealProblems.Acceptable"/>.</summary>
public enum SealProblemKind
{
    /// <summary>A symbolic link points out of the tree. Accepted: sealed as a link, with its text as it is.</summary>
    LinkLeavesTree,

    /// <summary>A submodule, or a repository inside a folder: its files are not part of this tree. Accepted: sealed as the commit's id (from git), or without its <c>.git</c> (from a folder).</summary>
    Submodule,

    /// <summary>A Git LFS pointer stands where a file should be. Accepted: the pointer is sealed.</summary>
    LfsPointer,

    /// <summary>Two paths differ in case or in Unicode normalisation alone, so that on some file systems one hides the other.</summary>
    CaseCollision,

    /// <summary>A name that Windows reserves or cannot write (CON, aux.c, a trailing dot or space, one of <c>&lt;&gt;:"|?*</c>).</summary>
    ReservedName,

    /// <summary>A name with a backslash, which other systems read as a separator.</summary>
    BackslashInName,

    /// <summary>A name with a control, bidirectional or invisible character, which shows as something else than it is.</summary>
    DeceptiveName,

    /// <summary>The folder of a centre, with the keys under which it keeps everything. Accepted: sealed as it is.</summary>
    CentreKeys,

    /// <summary>A name no tree may have: empty, <c>.</c>, <c>..</c>, or <c>.git</c> in a git tree. Never accepted.</summary>
    UnsafeName,

    /// <summary>A socket, pipe or device. Never accepted.</summary>
    SpecialFile,

    /// <summary>A file or folder that cannot be read. Never accepted.</summary>
    Unreadable,
}

/// <summary>One thing that stands in the way of sealing a tree.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Path">Where; what is not printable or not UTF-8 is escaped as <c>\xNN</c> or <c>\u{NNNN}</c>.</param>
/// <param name="What">What was found, in one sentence without the path.</param>
public sealed record SealProblem(SealProblemKind Kind, string Path, string What);

/// <summary>Something left out or changed on the way into the seal, said so that nothing is skipped silently.</summary>
public sealed record SealNote(string Path, string What);

/// <summary>Which problems a caller can accept.</summary>
public static class SealProblems
{
    /// <summary>The word for each kind that can be accepted, as commands and documents spell it.</summary>
    public static IReadOnlyDictionary<string, SealProblemKind> Acceptable { get; } = new Dictionary<string, SealProblemKind>(StringComparer.Ordinal)
    {
        ["link-leaves-tree"] = SealProblemKind.LinkLeavesTree,
        ["submodule"] = SealProblemKind.Submodule,
        ["lfs-pointer"] = SealProblemKind.LfsPointer,
        ["case-collision"] = SealProblemKind.CaseCollision,
        ["reserved-name"] = SealProblemKind.ReservedName,
        ["backslash-in-name"] = SealProblemKind.BackslashInName,
        ["deceptive-name"] = SealProblemKind.DeceptiveName,
        ["centre-keys"] = SealProblemKind.CentreKeys,
    };

    /// <summary>The word for a kind; kinds that cannot be accepted have one too, for messages.</summary>
    public static string Word(this SealProblemKind kind) => kind switch
    {
        SealProblemKind.UnsafeName => "unsafe-name",
        SealProblemKind.SpecialFile => "special-file",
        SealProblemKind.Unreadable => "unreadable",
        _ => Acceptable.First(pair => pair.Value == kind).Key,
    };

    /// <summary>Whether a caller may accept this kind.</summary>
    public static bool CanAccept(this SealProblemKind kind) => Acceptable.Values.Contains(kind);
}
