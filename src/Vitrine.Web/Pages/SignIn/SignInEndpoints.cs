using Vitrine.Centre;

namespace Vitrine.Web;

/// <summary>Signing in and out.</summary>
public static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.SignIn, GetSignIn).Needs(Operation.SignIn);
        routes.MapPost(Routes.SignIn, PostSignIn).Needs(Operation.SignIn);
        routes.MapPost(Routes.SignOut, PostSignOut).Needs(Operation.SignIn);
    }

    private static IResult GetSignIn(HttpContext context, Visit visit, string? @return) =>
        visit.Identity is null
            ? Page.Show<SignInPage, SignInView>(new SignInView(visit.Shell(context), "", Local(@return), FieldErrors.None))
            : Results.Redirect(Local(@return) ?? Routes.Home);

    private static async Task<IResult> PostSignIn(HttpContext context, Visit visit, Accounts accounts, SignIns signIns)
    {
        var form = await FormFields.ReadAsync(context);
        var (name, password, code) = (form.Text("name"), form.Text("password"), form.Text("code").Replace(" ", "", StringComparison.Ordinal));
        var result = accounts.SignIn(name, password, code);
        if (result.Identity is not { } identity)
        {
            form.Wrong("name", result.LockedUntil is { } until && until > visit.Now
                ? $"Too many attempts failed. No attempt is looked at before {Words.TimeOfDay(until)}."
                : "Name, password and code do not fit together. A code opens once; if you used this one, wait for the next.");
            return Page.Show<SignInPage, SignInView>(new SignInView(visit.Shell(context), name, Local(form.Text("return")), form.Errors), StatusCodes.Status401Unauthorized);
        }

        signIns.Close(context.Request.Cookies[SignIns.Cookie]);
        context.Response.Cookies.Append(SignIns.Cookie, signIns.Open(identity), Cookie());
        return Results.Redirect(Local(form.Text("return")) ?? Routes.Home);
    }

    private static async Task<IResult> PostSignOut(HttpContext context, Visit visit, SignIns signIns, Room.RoomDesk rooms)
    {
        if (visit.Identity is { } identity)
        {
            await rooms.LeaveAllAsync(identity.Person, context.RequestAborted);
        }

        signIns.Close(context.Request.Cookies[SignIns.Cookie]);
        context.Response.Cookies.Delete(SignIns.Cookie, Cookie());
        return Results.Redirect(Routes.SignIn);
    }

    private static CookieOptions Cookie() => new() { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Strict, Path = "/" };

    /// <summary>A path of this site, or nothing: a sign-in never leads elsewhere.</summary>
    private static string? Local(string? path) =>
        path is ['/', not ('/' or '\\'), ..] && !path.Any(char.IsControl) ? path : null;
}
