using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>A folder or a file of the scope. What is outside the scope has no node and leaves no gap.</summary>
/// <param name="Href">A file's address; that of a page with the folder open, or closed; null for a folder that unfolds on the page.</param>
/// <param name="Seen">How much of it the laboratory has been sent.</param>
/// <param name="Notes">Notes and findings in it or under it.</param>
/// <param name="Open">Whether a folder shows what is in it.</param>
/// <param name="Current">Whether it is the file on the screen.</param>
public sealed record TreeNode(
    string Name,
    string? Href,
    FileSeen Seen,
    int Notes = 0,
    bool Open = false,
    bool Current = false,
    ImmutableArray<TreeNode> Children = default,
    bool IsFolder = false);

public enum FileSeen
{
    None,
    Part,
    Whole,
}
