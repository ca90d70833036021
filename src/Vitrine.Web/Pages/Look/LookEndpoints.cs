using Vitrine.Centre;

namespace Vitrine.Web;

/// <summary>The page that shows every component once.</summary>
public static class LookEndpoints
{
    public static void MapLook(this IEndpointRouteBuilder routes) => routes.MapGet(Routes.Look, GetLook).Needs(Operation.ReadPublic);

    private static IResult GetLook(HttpContext context, Visit visit) => Page.Show<LookPage, LookView>(new LookView(visit.Shell(context)));
}
