namespace Vitrine.Seals;

/// <summary>Google OAuth client secrets.</summary>
internal sealed class GoogleOAuthSecret() : SecretRule(
    "google-oauth-secret",
    "Google OAuth client secret",
    FindingSeverity.High,
    ["GOCSPX-"],
    """\bGOCSPX-[A-Za-z0-9_-]{28}""")
{
    public override string Description => "The secret of an OAuth client of Google's.";
}
