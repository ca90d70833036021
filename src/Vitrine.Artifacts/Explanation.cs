using System.Collections.Immutable;

namespace Vitrine.Artifacts;

/// <summary>What an explained difference is, and so which rung of the ladder it leads to.</summary>
public enum ExplanationKind
{
    /// <summary>A signature: <see cref="ComparisonVerdict.SameButForSignatures"/>.</summary>
    Signature,

    /// <summary>Follows from something else that differs, and was recomputed: takes the rung of that.</summary>
    Derived,

    /// <summary>A trace of when, where or with what it was built or packed: <see cref="ComparisonVerdict.Equivalent"/>.</summary>
    Metadata,
}

/// <summary>A difference that one normaliser accounts for.</summary>
/// <param name="Normaliser">Its name, for example <c>pe.codeview</c>; its format document says what it changes.</param>
/// <param name="Version">Its version: raised whenever it explains anything else than before.</param>
/// <param name="Kind">What the difference is.</param>
/// <param name="Member">Path of the member within the artifact, parts joined by <c>!/</c>; empty for the artifact itself.</param>
/// <param name="What">The difference in words, with both values where they are short.</param>
/// <param name="Ranges">The bytes that differ, on each side.</param>
/// <param name="RangesOmitted">Ranges beyond <see cref="CompareLimits.MaxListed"/>.</param>
public sealed record Explanation(
    string Normaliser,
    int Version,
    ExplanationKind Kind,
    string Member,
    string What,
    ImmutableArray<ByteRange> Ranges,
    int RangesOmitted);

/// <summary>A normaliser as others may name it: in a policy, an attestation or a document.</summary>
/// <param name="Name">For example <c>elf.build-id</c>.</param>
/// <param name="Version">Raised whenever it explains anything else than before.</param>
/// <param name="Kind">What the differences are that it explains.</param>
/// <param name="Title">What it explains, in words.</param>
public sealed record NormaliserInfo(string Name, int Version, ExplanationKind Kind, string Title);
