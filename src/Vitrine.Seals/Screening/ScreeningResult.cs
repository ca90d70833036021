namespace Vitrine.Seals;

/// <summary>Why a screening says less than all.</summary>
public enum ScreeningCutReason
{
    /// <summary>The file is damaged, or too large for memory.</summary>
    Unread,

    /// <summary>Only the first <see cref="Screening.MaxFileBytes"/> bytes of the file were looked at.</summary>
    FileTooLarge,

    /// <summary>The file has more findings than are listed; the most severe are.</summary>
    FindingsOfFile,

    /// <summary>The tree has more findings than are listed; the most severe are.</summary>
    FindingsOfTree,
}

/// <summary>Something that a screening leaves out.</summary>
/// <param name="Path">The file; null for the whole tree.</param>
/// <param name="Reason">Why.</param>
public sealed record ScreeningCut(string? Path, ScreeningCutReason Reason)
{
    /// <summary>What is left out, a sentence.</summary>
    public string What => Reason switch
    {
        ScreeningCutReason.Unread => "The file is damaged or too large for memory, and was not looked at.",
        ScreeningCutReason.FileTooLarge => $"Only the first {Screening.MaxFileBytes:N0} bytes of the file were looked at.",
        ScreeningCutReason.FindingsOfFile => "The file has more findings than are listed; the most severe are.",
        ScreeningCutReason.FindingsOfTree => $"The tree has more findings than the {Screening.MaxFindings:N0} listed; the most severe are.",
        _ => throw new InvalidOperationException($"No such reason: {Reason}."),
    };
}

/// <summary>What a screening found.</summary>
/// <param name="Findings">The most severe first, then by path, line, column and rule.</param>
/// <param name="Files">Files that were looked at; links and submodules are not.</param>
/// <param name="Bytes">Bytes that were looked at.</param>
/// <param name="Partial">Something was left out; <see cref="Cuts"/> says what.</param>
public sealed record ScreeningResult(IReadOnlyList<ScreeningFinding> Findings, int Files, long Bytes, bool Partial)
{
    /// <summary>What was left out, by path; at most <see cref="Screening.MaxCuts"/>.</summary>
    public IReadOnlyList<ScreeningCut> Cuts { get; init; } = [];

    /// <summary>How many of the files were not read again, for an earlier screening had looked at them.</summary>
    public int Recalled { get; init; }
}
