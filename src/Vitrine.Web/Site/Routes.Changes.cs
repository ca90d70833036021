namespace Vitrine.Web;

public static partial class Routes
{
    public static string Changes(string engagement) => $"/engagements/{Segment(engagement)}/changes";

    public static string ChangesJson(string engagement) => $"/engagements/{Segment(engagement)}/changes.json";
}
