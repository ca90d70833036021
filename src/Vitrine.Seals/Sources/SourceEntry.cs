namespace Vitrine.Seals;

/// <summary>One file of a source, before it is read.</summary>
internal sealed class SourceEntry
{
    /// <summary>The path from the tree's top, UTF-8, with <c>/</c> between names.</summary>
    public required byte[] Path { get; init; }

    public required SealedMode Mode { get; init; }

    /// <summary>What the source reads the content by: a git object's id, or nothing.</summary>
    public string? ObjectId { get; init; }

    /// <summary>The content, where listing already gave it: a link's text, a submodule's commit.</summary>
    public byte[]? Content { get; set; }

    /// <summary>What the listing saw, so that a file swapped before it is read is noticed.</summary>
    public PosixStat Seen { get; init; }
}

/// <summary>The content of one file while it is read; the stream is good until the next one is asked for.</summary>
internal readonly record struct SourceContent(SourceEntry Entry, Stream Stream, long ExpectedSize);

/// <summary>What a source is, kept with the seal.</summary>
/// <param name="Kind"><c>git</c> or <c>folder</c>.</param>
/// <param name="Revision">The revision asked for, if from git.</param>
/// <param name="Commit">The commit's id, if from git.</param>
/// <param name="Tree">The git tree's id, if from git. Published at full scope alone: it is unsalted.</param>
public sealed record SourceDescription(string Kind, string? Revision, string? Commit, string? Tree);
