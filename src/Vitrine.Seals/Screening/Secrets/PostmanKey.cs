namespace Vitrine.Seals;

/// <summary>Postman API keys.</summary>
internal sealed class PostmanKey() : SecretRule(
    "postman-key",
    "Postman API key",
    FindingSeverity.Medium,
    ["PMAK-"],
    """\bPMAK-[0-9a-f]{24}-[0-9a-f]{34}\b""")
{
    public override string Description => "A key of Postman's API.";
}
