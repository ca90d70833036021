using System.Collections.Immutable;
using System.Diagnostics;

namespace Vitrine.Proofs;

/// <summary>The reasons gathered so far.</summary>
internal sealed class Refusals
{
    private readonly List<GateRefusal> _reasons = [];

    internal bool Any => _reasons.Count > 0;

    internal int Count => _reasons.Count;

    internal void Add(GateReason code, string message, string satisfy) => Add(new GateRefusal(code, message, satisfy));

    internal void Add(GateRefusal refusal)
    {
        if (!_reasons.Contains(refusal))
        {
            _reasons.Add(refusal);
        }
    }

    internal void Add(Refusals others)
    {
        foreach (var refusal in others._reasons)
        {
            Add(refusal);
        }
    }

    /// <summary>The gravest first; those of one code as they were found.</summary>
    internal ImmutableArray<GateRefusal> Sorted()
    {
        Debug.Assert(_reasons.Count > 0 || !Any);
        return [.. _reasons.OrderBy(static r => r.Code)];
    }

    internal void Malformed(string message) =>
        Add(GateReason.BundleMalformed, $"The bundle cannot be used: {message}", "Fetch the bundle again from where the vendor publishes it.");
}
