using System.Collections.Immutable;

namespace Vitrine.Proofs;

/// <summary>What a gate says of a file: accepted under assumptions, or refused for reasons.</summary>
/// <remarks>Facts are there as far as they were verified before the decision fell.</remarks>
public sealed class Verdict
{
    internal Verdict()
    {
    }

    /// <summary>Whether the file may be installed.</summary>
    public bool Accepted => Reasons.IsEmpty;

    /// <summary>Why not, the gravest first; empty where accepted.</summary>
    public required ImmutableArray<GateRefusal> Reasons { get; init; }

    /// <summary>What must be true, and cannot be shown here, for the acceptance to be right; empty where refused.</summary>
    public required ImmutableArray<string> Assumptions { get; init; }

    /// <summary>The release, if its signature and place in the log were verified under the policy.</summary>
    public ReleaseFacts? Release { get; init; }

    /// <summary>The best of the certificates that were judged, likewise.</summary>
    public CertificateFacts? Certificate => Certificates.IsEmpty ? null : Certificates[0];

    /// <summary>The certificates that count, as many as the policy asks for; where too few count, at least the best of them.</summary>
    public ImmutableArray<CertificateFacts> Certificates { get; init; } = [];

    /// <summary>The lists that the policy refuses, as far as a fresh status carries them.</summary>
    public ImmutableArray<ListFacts> Lists { get; init; } = [];

    /// <summary>The rebuild of this file, likewise.</summary>
    public RebuildFacts? Rebuild { get; init; }

    /// <summary>The status that was judged, likewise.</summary>
    public StatusFacts? Status { get; init; }

    /// <summary>The log, if a checkpoint was verified under the policy.</summary>
    public LogFacts? Log { get; init; }

    /// <summary>What the gate is to remember from now on, whatever the verdict.</summary>
    public required GateState State { get; init; }

    /// <summary>The verdict for machines: canonical JSON.</summary>
    public byte[] ToJson() => VerdictJson.Write(this);
}

/// <summary>A release in the log.</summary>
/// <param name="Said">What the vendor says.</param>
/// <param name="Statement">SHA-256 of the statement's payload.</param>
/// <param name="Key">The vendor's key id.</param>
/// <param name="Index">Its place in the log.</param>
/// <param name="Name">The file's name in the release; null where the release does not ship the file.</param>
public sealed record ReleaseFacts(ReleasePredicate Said, Digest Statement, Digest Key, LogIndex Index, string? Name);

/// <summary>A certificate in the log: the review, and the summary that rests on it.</summary>
/// <param name="Said">What the laboratory says.</param>
/// <param name="Review">SHA-256 of the review's payload.</param>
/// <param name="Summary">SHA-256 of the summary's payload.</param>
/// <param name="Key">The laboratory's key id.</param>
/// <param name="Index">The review's place in the log.</param>
public sealed record CertificateFacts(ReviewPredicate Said, Digest Review, Digest Summary, Digest Key, LogIndex Index);

/// <summary>A rebuild in the log, as far as it speaks of this file.</summary>
/// <param name="Builder">Who rebuilt.</param>
/// <param name="Comparison">The file and its rebuilt twin.</param>
/// <param name="Statement">SHA-256 of the statement's payload.</param>
/// <param name="Key">The rebuilder's key id.</param>
/// <param name="Index">Its place in the log.</param>
public sealed record RebuildFacts(string Builder, RebuildComparison Comparison, Digest Statement, Digest Key, LogIndex Index);

/// <summary>A status in the log.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Issued">When it was issued.</param>
/// <param name="Expires">Until when it counts.</param>
/// <param name="Statement">SHA-256 of the statement's payload.</param>
/// <param name="Held">Whether it came from the gate's state, not from the bundle.</param>
public sealed record StatusFacts(ulong Number, DateTimeOffset Issued, DateTimeOffset Expires, Digest Statement, bool Held);

/// <summary>A log at the size at which the release was proven.</summary>
/// <param name="Origin">The log's name.</param>
/// <param name="Size">Its entries.</param>
/// <param name="Root">The root over them.</param>
/// <param name="Witnesses">The policy's names of those who cosigned.</param>
public sealed record LogFacts(string Origin, TreeSize Size, Digest Root, ImmutableArray<string> Witnesses);
