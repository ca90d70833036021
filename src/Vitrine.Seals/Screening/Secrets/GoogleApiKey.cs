namespace Vitrine.Seals;

/// <summary>Google API keys.</summary>
internal sealed class GoogleApiKey() : SecretRule(
    "google-api-key",
    "Google API key",
    FindingSeverity.High,
    ["AIza"],
    """(?<![A-Za-z0-9_-])AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])""")
{
    public override string Description => "A key of Google's APIs; unless restricted, it works for every API of the project.";
}
