using System.Collections.Immutable;

namespace Vitrine.Web;

public sealed record NewEngagementView(
    Shell Shell,
    EngagementRequest Request,
    ImmutableArray<Choice> Vendors,
    ImmutableArray<Choice> Laboratories,
    PublicationForm Publication,
    FieldErrors Errors);

/// <summary>A request as it was filled in; the names are the form's fields in lower case.</summary>
public sealed record EngagementRequest(
    string Product,
    string Version,
    string Vendor,
    string Laboratory,
    string Tier,
    string Purpose)
{
    public static EngagementRequest Blank { get; } = new("", "", "", "", "full", "");
}
