using System.Collections.Immutable;

namespace Vitrine.Web;

/// <summary>The laboratory's findings, and who knows of each. Sealed to the laboratory; shown in an open session alone.</summary>
public sealed record FindingsView(
    Shell Shell, string Engagement, string Product, string Version, ImmutableArray<FindingRow> Rows, ImmutableArray<Choice> Standing, KnownForm Form, FieldErrors Errors);

/// <param name="Href">The address of its line in the reading desk; null where the file is not in the room.</param>
/// <param name="Embargo">Until when it is kept, a sentence.</param>
/// <param name="Broken">Whether somebody outside the laboratory knew before the embargo ended.</param>
/// <param name="Told">What the vendor and the authority were told of it, a sentence.</param>
/// <param name="Act">What this reader can do to tell them; null: nothing now.</param>
public sealed record FindingRow(string Id, Severity Severity, string Title, string Place, string? Href, bool Withdrawn, string Embargo, bool Broken, string Told, Choice? Act, ImmutableArray<KnownRow> Known);

public sealed record KnownRow(string Who, string How, string Since, string RecordedBy);

/// <summary>Who knows, as it was filled in.</summary>
/// <param name="Told">Why nobody was told of a finding; null where that was not asked.</param>
public sealed record KnownForm(string Finding, string Who, string How, string Since, string Embargo, string? Told = null)
{
    public static KnownForm Blank { get; } = new("", "", "told", "", "");
}
