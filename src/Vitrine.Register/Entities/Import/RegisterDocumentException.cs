namespace Vitrine.Register;

/// <summary>A line of a document of parties that cannot be used, and why.</summary>
public sealed record LineFault(long Line, string What)
{
    /// <inheritdoc/>
    public override string ToString() => $"line {Line}: {What}";
}

/// <summary>A document of parties is refused as a whole; nothing of it was imported.</summary>
public sealed class RegisterDocumentException(IReadOnlyList<LineFault> faults, long total)
    : FormatException($"Nothing was imported: {(total == 1 ? "one line" : $"{total:N0} lines")} cannot be used.\n{string.Join('\n', faults)}{(total > faults.Count ? $"\n… and {total - faults.Count:N0} more" : "")}\nMend {(total == 1 ? "it, or leave it" : "them, or leave them")} out, and import the whole file again.")
{
    /// <summary>How many faults are listed at most.</summary>
    public const int MaxListed = 20;

    /// <summary>The first faults, by line.</summary>
    public IReadOnlyList<LineFault> Faults { get; } = faults;

    /// <summary>How many there are in all.</summary>
    public long Total { get; } = total;
}
