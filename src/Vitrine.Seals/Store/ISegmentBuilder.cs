namespace Vitrine.Seals;

/// <summary>Makes side data of contents, such as an index, while they are sealed: one builder a pack and kind, and one a time it must be made again.</summary>
/// <remarks>
/// <see cref="Add"/> is called from several threads at once, once a content, in nearly ascending order: each thread is at most one content behind the others. Then, when all
/// of these have returned, <see cref="Finish"/> is called once. The bytes are the caller's and good during the call alone. What is made must not depend on the order. Contents of over
/// 64 MiB are not handed over while sealing.
/// </remarks>
internal interface ISegmentBuilder
{
    /// <summary>The kind of side data, with its version: 1 to 32 lower-case letters, digits and hyphens. Data under another name are not read.</summary>
    string Name { get; }

    /// <summary>Takes a content.</summary>
    /// <param name="contentInPack">Its number among those handed over to this builder: 0, 1, 2, … without gaps.</param>
    /// <param name="path">A path that has it, in its written form.</param>
    /// <param name="bytes">All of it.</param>
    void Add(int contentInPack, string path, ReadOnlySpan<byte> bytes);

    /// <summary>The side data of everything that was added, in a form of the builder's own; empty if none are to be kept. It is plaintext, and the caller's to overwrite.</summary>
    ReadOnlyMemory<byte> Finish();
}

/// <summary>The kinds of side data that are made of every pack.</summary>
internal static class SegmentKinds
{
    public static IReadOnlyList<Func<ISegmentBuilder>> All { get; } = [() => new TrigramBuilder()];
}
