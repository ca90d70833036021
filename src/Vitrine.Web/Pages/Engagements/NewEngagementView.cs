using System.Collections.Immutable;

namespace Vitrine.Web;

public sealed record NewEngagementView(
    Shell Shell,
    EngagementRequest Request,
    ImmutableArray<Choice> Seals,
    ImmutableArray<Choice> Laboratories,
    ImmutableArray<Choice> Regimes,
    FieldErrors Errors);

/// <summary>A request as it was filled in; the names are the form's fields in lower case.</summary>
/// <param name="Include">Globs, one a line.</param>
/// <param name="Exclude">Globs, one a line.</param>
public sealed record EngagementRequest(
    string Product,
    string Version,
    string Seal,
    string Laboratory,
    string Regime,
    string Tier,
    string Include,
    string Exclude,
    string Purpose)
{
    public static EngagementRequest Blank { get; } = new("", "", "", "", "", "targeted", "**", "", "");
}
