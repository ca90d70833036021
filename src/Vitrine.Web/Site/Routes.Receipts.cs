namespace Vitrine.Web;

public static partial class Routes
{
    public static string Receipt(string session) => $"/sessions/{Segment(session)}/receipt";
}
