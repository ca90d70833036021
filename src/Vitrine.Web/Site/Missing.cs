namespace Vitrine.Web;

/// <summary>The answer for what does not exist and for what this reader may not know of: one and the same.</summary>
public static class Missing
{
    public static IResult Page(HttpContext context, Visit visit) =>
        Web.Page.Show<ErrorPage, ErrorView>(ErrorView.NotFound(visit.Shell(context)), StatusCodes.Status404NotFound);
}
