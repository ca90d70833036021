using System.Collections.Immutable;
using Vitrine.Proofs;

namespace Vitrine.Origin;

/// <summary>What the comparison of a file with the corpus came to.</summary>
public enum IdentificationStatus
{
    /// <summary>At least one origin is in it.</summary>
    Identified,

    /// <summary>None that the corpus knows.</summary>
    Unknown,

    /// <summary>It is packed or encrypted: it cannot be told.</summary>
    Packed,
}

/// <summary>Something that was found in the file and in what was learned of the origin.</summary>
/// <param name="Kind">Its class.</param>
/// <param name="Offset">Bytes from the file's start; −1 where it has no one place.</param>
/// <param name="Seen">What it is, for a person.</param>
/// <param name="Weight">What it counted, 0 to 1.</param>
public sealed record Evidence(FeatureClass Kind, long Offset, string Seen, double Weight);

/// <summary>What the calibration goes by.</summary>
/// <param name="Groups">For each group of classes, the sum of the weights that were found.</param>
/// <param name="Most">Share, 0 to 1, of the best learned file that was found, by the group of classes that says most.</param>
/// <param name="Second">The same by the group that says second most.</param>
/// <param name="Share">Share, 0 to 1, of the asked file's own weight (functions apart) that the origin explains.</param>
public sealed record MatchSignals(ImmutableArray<double> Groups, double Most, double Second, double Share);

/// <summary>An origin that is in the file.</summary>
/// <param name="Vendor">The vendor as it was learned.</param>
/// <param name="Product">The product as it was learned.</param>
/// <param name="Versions">Of the versions that were learned, those nearest; in the order in which they were learned.</param>
/// <param name="Named">Those of them that a literal of the file names; where none is, the file may well be of a version between or beyond.</param>
/// <param name="LearnedFile">The learned file that is most like it.</param>
/// <param name="Confidence">The probability that this origin is in the file, by the calibration.</param>
/// <param name="Share">Its share, 0 to 1, of the weight that all matches explain; 0 where it is not sure enough to be one.</param>
/// <param name="Independent">Groups of classes that each speak for it by themselves.</param>
/// <param name="Signals">What the confidence was computed from.</param>
/// <param name="Evidence">The most telling of what was found, by weight, some of each class.</param>
/// <param name="Found">For each class, how many features were found.</param>
public sealed record OriginMatch(
    string Vendor,
    string Product,
    ImmutableArray<string> Versions,
    ImmutableArray<string> Named,
    string LearnedFile,
    double Confidence,
    double Share,
    ImmutableArray<FeatureGroup> Independent,
    MatchSignals Signals,
    ImmutableArray<Evidence> Evidence,
    ImmutableArray<int> Found);

/// <summary>What is in a file.</summary>
/// <param name="Path">The file, or the member of an archive.</param>
/// <param name="Digest">SHA-256 of its bytes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Format">What it was read as.</param>
/// <param name="Status">The answer.</param>
/// <param name="Reason">Why there is no origin, as a sentence; null where there is.</param>
/// <param name="Matches">The origins, the surest first.</param>
/// <param name="Nearest">The nearest origin where none is sure enough; null where nothing is near.</param>
public sealed record Identification(
    string Path,
    Digest Digest,
    long Size,
    string Format,
    IdentificationStatus Status,
    string? Reason,
    ImmutableArray<OriginMatch> Matches,
    OriginMatch? Nearest);
