namespace Vitrine.Web;

/// <param name="Name">The name that was given, given back after an error.</param>
/// <param name="Return">Where to go afterwards; a path of this site.</param>
public sealed record SignInView(Shell Shell, string Name, string? Return, FieldErrors Errors);
