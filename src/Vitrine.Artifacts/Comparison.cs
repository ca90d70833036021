using System.Collections.Immutable;
using Vitrine.Proofs;

namespace Vitrine.Artifacts;

/// <summary>What a comparison found. The format of its JSON is in docs/formats/comparison.md.</summary>
public sealed partial class Comparison
{
    internal Comparison(
        ComparisonVerdict verdict,
        ImmutableArray<Explanation> explanations,
        ImmutableArray<Difference> differences,
        int differencesOmitted,
        ComparedFile a,
        ComparedFile b)
    {
        Verdict = verdict;
        Explanations = explanations;
        Differences = differences;
        DifferencesOmitted = differencesOmitted;
        A = a;
        B = b;
    }

    /// <summary>The rung of the ladder.</summary>
    public ComparisonVerdict Verdict { get; }

    /// <summary>Differences that normalisers account for, in the order of members and normalisers.</summary>
    public ImmutableArray<Explanation> Explanations { get; }

    /// <summary>Differences that nothing accounts for; none on the first three rungs, at least one on the others.</summary>
    public ImmutableArray<Difference> Differences { get; }

    /// <summary>Differences beyond <see cref="CompareLimits.MaxListed"/>.</summary>
    public int DifferencesOmitted { get; }

    /// <summary>The first file.</summary>
    public ComparedFile A { get; }

    /// <summary>The second file.</summary>
    public ComparedFile B { get; }

    /// <summary>SHA-256 of the first file.</summary>
    public Digest DigestA => A.Digest;

    /// <summary>SHA-256 of the second file.</summary>
    public Digest DigestB => B.Digest;
}

/// <summary>One of the two that were compared.</summary>
/// <param name="Name">The file's name as it was given; empty for bytes in memory.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Digest">SHA-256.</param>
public sealed record ComparedFile(string Name, long Size, Digest Digest);
