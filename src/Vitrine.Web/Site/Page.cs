using Microsoft.AspNetCore.Http.HttpResults;

namespace Vitrine.Web;

/// <summary>Makes the answer that renders a page on the server, whole, before its first byte is sent.</summary>
public static class Page
{
    public static IResult Show<TPage, TView>(TView view, int status = StatusCodes.Status200OK)
        where TPage : PageOf<TView>
        where TView : class =>
        new RazorComponentResult(typeof(TPage), new Dictionary<string, object?> { [nameof(PageOf<>.View)] = view })
        {
            StatusCode = status,
            PreventStreamingRendering = true,
        };
}
