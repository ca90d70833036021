using Microsoft.AspNetCore.Antiforgery;
using Vitrine.Centre;

namespace Vitrine.Web;

/// <summary>What an endpoint asks for; every endpoint but those of assets states it.</summary>
public sealed record NeedsOperation(Operation Operation);

/// <summary>Names an endpoint's operation.</summary>
public static class NeedsOperationExtensions
{
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder endpoint, Operation operation) => endpoint.WithMetadata(new NeedsOperation(operation));
}

/// <summary>
/// Holds every request against the one authorisation table before its endpoint runs: an endpoint that names no operation is denied
/// to everybody. Whatever changes something must carry the form token of this site.
/// </summary>
public sealed class AccessControl(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, Visit visit, SignIns signIns, IAntiforgery antiforgery)
    {
        if (context.GetEndpoint() is not { } endpoint)
        {
            await ErrorPages.ShowAsync(context, ErrorView.NotFound(visit.Shell(context)));
            return;
        }

        if (endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>() is not null)
        {
            await next(context);
            return;
        }

        visit.Identity = signIns.Find(context.Request.Cookies[SignIns.Cookie]);
        if (endpoint.Metadata.GetMetadata<NeedsOperation>() is not { } needs || !Permissions.Allows(visit.Identity?.Role, needs.Operation))
        {
            await DenyAsync(context, visit);
            return;
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && !await antiforgery.IsRequestValidAsync(context))
        {
            await ErrorPages.ShowAsync(context, ErrorView.Forged(visit.Shell(context)));
            return;
        }

        await next(context);
    }

    private static async Task DenyAsync(HttpContext context, Visit visit)
    {
        if (visit.Identity is null && HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.Redirect($"{Routes.SignIn}?return={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}");
            return;
        }

        await ErrorPages.ShowAsync(context, visit.Identity is { } identity
            ? ErrorView.Forbidden(visit.Shell(context), $"You are signed in as {identity.Name}, {identity.Role.ToString().ToLowerInvariant()}. This is for another role.")
            : ErrorView.SignedOut(visit.Shell(context)));
    }
}
