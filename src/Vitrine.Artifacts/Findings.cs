namespace Vitrine.Artifacts;

/// <summary>What one comparison has found so far, and what it may still spend.</summary>
internal sealed class Findings(CompareLimits limits, CancellationToken cancellation)
{
    private readonly List<Explanation> _explanations = [];
    private readonly List<Difference> _differences = [];
    private long _unpacked;
    private int _omitted;
    private bool _differs;
    private bool _refused;

    public CompareLimits Limits => limits;

    public CancellationToken Cancellation => cancellation;

    /// <summary>How much has been found: grows with every finding, listed or not.</summary>
    public long Count { get; private set; }

    public void Explain(NormaliserInfo by, ExplanationKind kind, string member, string what, IReadOnlyList<ByteRange> ranges)
    {
        Count++;
        var listed = Math.Min(ranges.Count, limits.MaxListed);
        _explanations.Add(new Explanation(
            by.Name, by.Version, kind, member, Printable.Shorten(what), [.. ranges.Take(listed)], ranges.Count - listed));
    }

    public void Differ(string member, DifferenceKind kind, string name, string what)
    {
        _differs |= kind != DifferenceKind.Refusal;
        _refused |= kind == DifferenceKind.Refusal;
        Count++;
        if (_differences.Count >= limits.MaxListed)
        {
            _omitted++;
            return;
        }

        _differences.Add(new Difference(member, kind, Printable.Shorten(name), Printable.Shorten(what)));
    }

    public void Refuse(string member, Side side, ArtifactFormatException fault)
    {
        var where = fault.Offset < 0 ? "" : $" at offset {fault.Offset}";
        var what = $"{side} is no {fault.Format} file to compare: {fault.Message}{where}";
        Differ(member, DifferenceKind.Refusal, fault.Fault.ToWord(), what);
    }

    /// <summary>Counts bytes that were unpacked, before they are.</summary>
    /// <exception cref="ArtifactFormatException">They are more than the comparison may unpack.</exception>
    public void Unpack(string format, long bytes)
    {
        if (bytes > limits.MaxUnpackedBytes - _unpacked)
        {
            throw new ArtifactFormatException(
                format, ArtifactFault.LimitExceeded, -1, $"more than {limits.MaxUnpackedBytes} bytes would have to be unpacked");
        }

        _unpacked += bytes;
    }

    public Comparison Conclude(ComparedFile a, ComparedFile b) =>
        new(Verdict(), [.. _explanations], [.. _differences], _omitted, a, b);

    private ComparisonVerdict Verdict()
    {
        if (_differs)
        {
            return ComparisonVerdict.Different;
        }

        if (_refused)
        {
            return ComparisonVerdict.NotComparable;
        }

        if (_explanations.Count == 0)
        {
            return ComparisonVerdict.Identical;
        }

        // What is derived follows the signature of its own member, or else counts as metadata.
        var signed = _explanations.Where(e => e.Kind == ExplanationKind.Signature)
            .Select(e => e.Member)
            .ToHashSet(StringComparer.Ordinal);
        return _explanations.All(
            e => e.Kind == ExplanationKind.Signature || (e.Kind == ExplanationKind.Derived && signed.Contains(e.Member)))
            ? ComparisonVerdict.SameButForSignatures
            : ComparisonVerdict.Equivalent;
    }
}
