using System.Collections.Immutable;

namespace Vitrine.Log;

/// <summary>What came of one checkpoint's round of the witnesses.</summary>
/// <param name="Note">The checkpoint with its log's signature and every good cosignature that came in time, in the policy's order.</param>
/// <param name="IsMet">Whether those are the quorum.</param>
/// <param name="Witnesses">How it stands with each, in the policy's order.</param>
public sealed record WitnessRound(ReadOnlyMemory<byte> Note, bool IsMet, ImmutableArray<WitnessStatus> Witnesses);
