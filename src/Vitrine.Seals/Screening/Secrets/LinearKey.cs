namespace Vitrine.Seals;

/// <summary>Linear API keys.</summary>
internal sealed class LinearKey() : SecretRule(
    "linear-key",
    "Linear API key",
    FindingSeverity.Medium,
    ["lin_api_"],
    """\blin_api_[A-Za-z0-9]{40}\b""")
{
    public override string Description => "A key of Linear's API.";
}
