namespace Vitrine.Web;

/// <summary>Every address of the site that a page links to, each once.</summary>
public static partial class Routes
{
    public const string Home = "/";
    public const string SignIn = "/sign-in";
    public const string SignOut = "/sign-out";
    public const string Engagements = "/engagements";
    public const string NewEngagement = "/engagements/new";
    public const string Certificates = "/certificates";
    public const string Seals = "/seals";
    public const string Look = "/look";

    public static string Engagement(string id) => $"/engagements/{Segment(id)}";

    public static string Prepare(string engagement) => $"/engagements/{Segment(engagement)}/prepare";

    public static string OpenRoom(string engagement) => $"/engagements/{Segment(engagement)}/open";

    public static string CloseRoom(string engagement) => $"/engagements/{Segment(engagement)}/close";

    public static string Enter(string engagement) => $"/engagements/{Segment(engagement)}/enter";

    public static string Certify(string engagement) => $"/engagements/{Segment(engagement)}/certify";

    public static string Decide(string engagement) => $"/engagements/{Segment(engagement)}/decide";

    public static string Disclosure(string engagement) => $"/engagements/{Segment(engagement)}/disclosure";

    public static string Waive(string engagement, string anchor) => $"/engagements/{Segment(engagement)}/disclosure/waive/{Segment(anchor)}";

    public static string Reading(string engagement) => $"/engagements/{Segment(engagement)}/read";

    public static string Notes(string engagement) => $"/engagements/{Segment(engagement)}/notes";

    public static string Leave(string engagement) => $"/engagements/{Segment(engagement)}/leave";

    public static string Sessions(string engagement) => $"/engagements/{Segment(engagement)}/sessions";

    public static string Mark(string session) => $"/sessions/{Segment(session)}/mark.svg";

    public static string Certificate(string digest) => $"/certificates/{Segment(digest)}";

    private static string Segment(string value) => Uri.EscapeDataString(value);
}
