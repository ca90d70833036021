namespace Vitrine.Web;

/// <summary>A number with what it counts.</summary>
/// <param name="Value">The number as it is read, with its unit where it has one.</param>
/// <param name="Definition">What is counted, and what is not.</param>
/// <param name="Href">Where the counted things are; null where they are not shown.</param>
public sealed record RegisterFigure(string Title, string Value, string Definition, string? Href = null);
