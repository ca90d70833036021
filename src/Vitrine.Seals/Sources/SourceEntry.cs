namespace Vitrine.Seals;

/// <summary>One file of a source, before it is read.</summary>
internal sealed class SourceEntry
{
    /// <summary>The path from the tree's top, with <c>/</c> between names: bytes, mostly UTF-8.</summary>
    public required byte[] Path { get; init; }

    /// <summary>The path in its written form.</summary>
    public string Written
    {
        get => field ??= SealPath.Write(Path);
        init;
    }

    public required SealedMode Mode { get; init; }

    /// <summary>Its place among the source's entries.</summary>
    public int Place { get; set; }

    /// <summary>The entry that has this one's content too, and is read in its stead.</summary>
    public SourceEntry? SameAs { get; set; }

    /// <summary>What the source reads the content by: a git object's id, or nothing.</summary>
    public string? ObjectId { get; init; }

    /// <summary>The content, where listing already gave it: a link's text, a submodule's commit.</summary>
    public byte[]? Content { get; set; }

    /// <summary>What the listing saw, so that a file swapped before it is read is noticed.</summary>
    public PosixStat Seen { get; init; }
}

/// <summary>The content of one file, to be opened once; see <see cref="SealSource.ReadsInAnyOrder"/>.</summary>
internal readonly record struct SourceContent(SourceEntry Entry, Func<Stream> Open, long ExpectedSize);

/// <summary>What a source is, kept with the seal.</summary>
/// <param name="Kind"><c>git</c>, <c>folder</c>, <c>zip</c>, <c>tar</c>, <c>tar.gz</c> or <c>tar.xz</c>.</param>
/// <param name="Revision">The revision asked for, if from git.</param>
/// <param name="Commit">The commit's id, if from git.</param>
/// <param name="Tree">The git tree's id, if from git. Published at full scope alone: it is unsalted.</param>
public sealed record SourceDescription(string Kind, string? Revision, string? Commit, string? Tree);
