namespace Vitrine.Web;

/// <summary>Every endpoint of the site, feature by feature.</summary>
public static class SiteMap
{
    public static void MapSite(this IEndpointRouteBuilder routes)
    {
        routes.MapAssets();
        routes.MapSignIn();
        routes.MapHome();
        routes.MapEngagements();
        routes.MapDisclosure();
        routes.MapWaivers();
        routes.MapPublication();
        routes.MapGates();
        routes.MapSites();
        routes.MapPeople();
        routes.MapReading();
        routes.MapFindings();
        routes.MapSessions();
        routes.MapReceipts();
        routes.MapCertificates();
        routes.MapCertificateChanges();
        routes.MapAdvisories();
        routes.MapPublicRegister();
        routes.MapParties();
        routes.MapSeals();
        routes.MapLists();
        routes.MapLog();
        routes.MapLogFiles();
        routes.MapLook();
    }
}
