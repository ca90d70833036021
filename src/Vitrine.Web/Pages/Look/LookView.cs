namespace Vitrine.Web;

public sealed record LookView(Shell Shell);
