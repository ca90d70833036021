using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>How much a finding matters.</summary>
public enum ScreeningSeverity
{
    /// <summary>Worth knowing.</summary>
    Low,

    /// <summary>Worth a decision.</summary>
    Medium,

    /// <summary>Should be settled before anyone is shown the file.</summary>
    High,
}

/// <summary>Something that a rule noticed in a file. It is a lead, not a verdict.</summary>
/// <param name="Rule">The rule's <see cref="ScreeningRule.Id"/>.</param>
/// <param name="Title">The rule's title.</param>
/// <param name="Severity">Of this finding; a rule's findings may differ.</param>
/// <param name="Path">The file.</param>
/// <param name="Content">SHA-256 of the file's content.</param>
/// <param name="Line">From 1, as <see cref="SealText"/> counts; null where the finding is of the whole file, or the file has no lines.</param>
/// <param name="Column">From 1, in UTF-16 code units of the line; null where <paramref name="Line"/> is.</param>
/// <param name="Message">One sentence, in which no secret stands in full and no hidden character unescaped.</param>
public sealed record ScreeningFinding(
    string Rule, string Title, ScreeningSeverity Severity, string Path, Digest Content, int? Line, int? Column, string Message)
{
    /// <summary>SHA-256 of the line's bytes without its end; of no bytes where there is no line. Waivers are anchored to it.</summary>
    public Digest LineContent { get; init; } = Digest.Of([]);
}
