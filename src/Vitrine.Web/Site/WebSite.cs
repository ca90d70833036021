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
}
