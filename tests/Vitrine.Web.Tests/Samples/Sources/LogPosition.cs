namespace Vitrine.Proofs;

/// <summary>The place of an entry in a log, counted from 0.</summary>
public readonly record struct LogIndex(ulong Value) : IComparable<LogIndex>
{
    /// <inheritdoc/>
    public int CompareTo(LogIndex other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>How many entries a log, or its tree, holds.</summary>
public readonly record struct TreeSize(ulong Value) : IComparable<TreeSize>
{
    /// <inheritdoc/>
    public int CompareTo(TreeSize other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
