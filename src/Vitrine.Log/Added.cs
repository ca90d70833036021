using Vitrine.Proofs;

namespace Vitrine.Log;

/// <summary>What became of an entry that was handed to a log.</summary>
/// <param name="Index">The index it has.</param>
/// <param name="WasThere">Whether the log had it already; only where <see cref="LogOptions.SuppressDuplicates"/> is on.</param>
public readonly record struct Added(LogIndex Index, bool WasThere);
