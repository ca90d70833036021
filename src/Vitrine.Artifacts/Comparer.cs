using System.Collections.Immutable;

namespace Vitrine.Artifacts;

/// <summary>Says how alike two artifacts are, on a closed ladder, and why. Bytes first; types only where bytes differ.</summary>
/// <remarks>
/// Hostile files end in a verdict, never in an exception: what cannot be opened is <see cref="ComparisonVerdict.NotComparable"/>.
/// The files must not change while they are compared: compare the copy that is used.
/// </remarks>
public static class Comparer
{
    /// <summary>Every normaliser there is.</summary>
    public static ImmutableArray<NormaliserInfo> Normalisers { get; } =
        [.. ComparedFormat.All.SelectMany(format => format.Normalisers)];

    /// <summary>Compares two files.</summary>
    /// <exception cref="IOException">A file is absent, cannot be read, or became shorter meanwhile.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read, or is a folder.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static Comparison Compare(string pathA, string pathB, CompareLimits limits, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(pathA);
        ArgumentException.ThrowIfNullOrEmpty(pathB);
        using var a = ByteSource.OpenFile(pathA);
        using var b = ByteSource.OpenFile(pathB);
        return CompareSources(a, pathA, b, pathB, limits, cancellation);
    }

    /// <summary>Compares bytes in memory.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static Comparison Compare(
        ReadOnlyMemory<byte> a, ReadOnlyMemory<byte> b, CompareLimits limits, CancellationToken cancellation) =>
        CompareSources(ByteSource.Of(a), "", ByteSource.Of(b), "", limits, cancellation);

    /// <summary>Compares two members whose bytes are known to differ.</summary>
    internal static void CompareMembers(MemberPair pair, ByteScan scan, Findings findings)
    {
        var before = findings.Count;
        var formatA = ComparedFormat.Of(pair.A);
        var formatB = ComparedFormat.Of(pair.B);
        if (formatA != formatB)
        {
            var what = $"A is {Kind(formatA)}, B is {Kind(formatB)}";
            findings.Differ(
                pair.Path,
                pair.Depth == 0 ? DifferenceKind.Refusal : DifferenceKind.Member,
                pair.Depth == 0 ? ArtifactFault.Unsupported.ToWord() : pair.Path,
                what);
        }
        else if (formatA is not null)
        {
            formatA.Compare(pair, findings);
        }

        // Bytes differ, so something must have been said; a normaliser that says nothing explains nothing.
        if (findings.Count == before)
        {
            findings.Differ(pair.Path, DifferenceKind.Bytes, "", Describe(scan, pair));
        }
    }

    private static Comparison CompareSources(
        ByteSource a, string nameA, ByteSource b, string nameB, CompareLimits limits, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(limits);
        limits.Validate();
        var findings = new Findings(limits, cancellation);
        var scan = ByteScan.Run(a, b, cancellation);
        if (!scan.Same)
        {
            if (Math.Max(a.Length, b.Length) > limits.MaxFileBytes)
            {
                var what = $"a file is larger than {limits.MaxFileBytes} bytes";
                findings.Differ("", DifferenceKind.Refusal, ArtifactFault.LimitExceeded.ToWord(), what);
            }
            else
            {
                CompareMembers(new MemberPair("", a, b, 0), scan, findings);
            }
        }

        return findings.Conclude(
            new ComparedFile(nameA, a.Length, scan.DigestA), new ComparedFile(nameB, b.Length, scan.DigestB));
    }

    private static string Kind(ComparedFormat? format) => format is null ? "of no known type" : $"{format.Name}";

    private static string Describe(ByteScan scan, MemberPair pair)
    {
        var sizes = pair.A.Length == pair.B.Length ? "" : $"; {pair.A.Length} against {pair.B.Length} bytes long";
        return $"{scan.DifferingBytes} bytes differ, the first at offset {scan.FirstDifference}{sizes}";
    }
}
