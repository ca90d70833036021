using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Vitrine.Web;

/// <summary>Serves the embedded stylesheet, scripts, fonts and icon.</summary>
public static class AssetEndpoints
{
    public static IEndpointRouteBuilder MapAssets(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/assets/{**path}", [HttpMethods.Get, HttpMethods.Head], GetAsset).AllowAnonymous();
        return routes;
    }

    private static Results<FileContentHttpResult, NotFound> GetAsset(string? path, string? v, HttpResponse response)
    {
        if (Asset.Find(path ?? "") is not { } asset)
        {
            return TypedResults.NotFound();
        }

        response.Headers.CacheControl = v == asset.Version ? "public, max-age=31536000, immutable" : "public, max-age=3600";
        return TypedResults.Bytes(asset.Content, asset.ContentType, entityTag: new EntityTagHeaderValue($"\"{asset.Version}\""));
    }
}
