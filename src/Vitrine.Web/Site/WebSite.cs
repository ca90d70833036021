
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
