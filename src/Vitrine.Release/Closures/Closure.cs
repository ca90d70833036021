using System.Collections.Immutable;
using Vitrine.Proofs;

namespace Vitrine.Release;

/// <summary>Everything that a build can use beside its source, as one digest.</summary>
/// <remarks>docs/formats/closure.md.</remarks>
/// <param name="Digest">SHA-256 over the records of all mounts, links and the sandbox's own version.</param>
/// <param name="Parts">The mounts, each with a digest of its own: what to look at where two closures differ.</param>
public sealed record Closure(Digest Digest, ImmutableArray<ClosurePart> Parts)
{
    /// <summary>Files in all mounts.</summary>
    public int Files => Parts.Sum(part => part.Files);

    /// <summary>Their bytes.</summary>
    public long Bytes => Parts.Sum(part => part.Bytes);
}

/// <summary>One mount of a closure.</summary>
/// <param name="Path">Where the build sees it.</param>
/// <param name="Digest">SHA-256 over its records.</param>
/// <param name="Files">Regular files in it.</param>
/// <param name="Bytes">Their bytes.</param>
public sealed record ClosurePart(string Path, Digest Digest, int Files, long Bytes);
