using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Vitrine.Web;

/// <summary>What every host of these pages sets up.</summary>
public static class WebSite
{
    public static IServiceCollection AddVitrinePages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        return services;
    }

    /// <summary>The page that shows every component once, for those who build pages.</summary>
    /// <param name="shell">Makes what surrounds the page.</param>
    public static IEndpointRouteBuilder MapLook(this IEndpointRouteBuilder routes, Func<Shell> shell)
    {
        routes.MapGet(Routes.Look, GetLook).AllowAnonymous();
        return routes;

        RazorComponentResult GetLook() => Page.Show<LookPage, LookView>(new LookView(shell()));
    }
}
