namespace Vitrine.Seals;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    Info,
    Low,
    Medium,
    High,
    Critical,
}

/// <summary>Something a rule saw in a file.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Severity">How much it matters, here.</param>
/// <param name="Path">The file.</param>
/// <param name="Line">The line, from 1; 0 if it is about the file as a whole.</param>
/// <param name="Column">Where in the line, in bytes of UTF-8, from 1; 0 if it is about the file as a whole.</param>
/// <param name="TextColumn">The same in UTF-16 units, from 1.</param>
/// <param name="Message">What was seen, in one sentence.</param>
/// <param name="Excerpt">The line, cut if it is long; all secrets of the line are masked and hidden characters are escaped.</param>
/// <param name="ContentHash">Stays the same when the line moves: 32 hexadecimal digits over the rule, the path, the masked line without blanks, and its number among equals. It says nothing of a secret.</param>
public sealed record Finding(string RuleId, FindingSeverity Severity, string Path, int Line, int Column, int TextColumn, string Message, string Excerpt, string ContentHash);

/// <summary>What a screening saw.</summary>
public sealed record ScreeningResult
{
    /// <summary>By path, line and column.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Files that every rule has looked at.</summary>
    public required int FilesScreened { get; init; }

    /// <summary>Files in scope, without links and submodules.</summary>
    public required int FilesTotal { get; init; }

    /// <summary>Files that could not be read: damaged, or too large for memory.</summary>
    public required IReadOnlyList<string> Unread { get; init; }

    /// <summary>How many findings are of a severity.</summary>
    public int Count(FindingSeverity severity) => Findings.Count(finding => finding.Severity == severity);
}
