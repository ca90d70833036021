using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>The laboratory's findings, and who knows of each. Sealed to the laboratory; shown in an open session alone.</summary>
public sealed record FindingsView(
    Shell Shell, string Engagement, string Product, string Version, ImmutableArray<FindingRow> Rows, ImmutableArray<Choice> Standing, KnownForm Form, FieldErrors Errors);

/// <param name="Embargo">Until when it is kept, a sentence.</param>
/// <param name="Broken">Whether somebody outside the laboratory knew before the embargo ended.</param>
public sealed record FindingRow(string Id, Severity Severity, string Title, string Place, bool Withdrawn, string Embargo, bool Broken, ImmutableArray<KnownRow> Known);

public sealed record KnownRow(string Who, string How, string Since, string RecordedBy);

/// <summary>Who knows, as it was filled in.</summary>
public sealed record KnownForm(string Finding, string Who, string How, string Since, string Embargo)
{
    public static KnownForm Blank { get; } = new("", "", "told", "", "");
}
