namespace Vitrine.Seals;

/// <summary>Google keys, after <c>AIza</c>, <c>GOCSPX-</c>, <c>ya29.</c>.</summary>
internal sealed class GoogleKeyRule : TokenRule
{
    public override string Id => "google-key";

    public override string Title => "Google key";

    public override IReadOnlyList<string> Issuers => ["Google"];

    public override string Description =>
        "Google API keys, and the secrets and tokens of OAuth clients. An API key is medium: some are meant to be public, "
        + "and what it opens is up to its restrictions.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("AIza", Alphabet.Base64Url, 35, 35, "a Google API key", ScreeningSeverity.Medium),
        new("GOCSPX-", Alphabet.Base64Url, 28, 28, "a Google OAuth client's secret"),
        new("1//0", Alphabet.Base64Url, 40, 120, "a Google OAuth refresh token"),
        new("ya29.", Alphabet.Base64Url, 68, 1024, "a Google OAuth access token", ScreeningSeverity.Medium),
    ];
}
