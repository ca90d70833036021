namespace Vitrine.Web;

public static partial class Routes
{
    public const string Sites = "/sites";
    public const string People = "/people";
    public const string HouseRules = "/house-rules";

    public static string Publication(string engagement) => $"/engagements/{Segment(engagement)}/publication";

    public static string ConfirmDisclosure(string engagement) => $"/engagements/{Segment(engagement)}/disclosure/confirm";

    public static string Gates(string engagement) => $"/engagements/{Segment(engagement)}/gates";

    public static string ConfirmOverride(string engagement) => $"/engagements/{Segment(engagement)}/gates/confirm";

    public static string EndOverride(string engagement) => $"/engagements/{Segment(engagement)}/gates/end";

    public static string Findings(string engagement) => $"/engagements/{Segment(engagement)}/findings";

    public static string ExportClass(string root) => $"/seals/{Segment(root)}/export";

    public static string Person(string person) => $"/people/{Segment(person)}";
}
