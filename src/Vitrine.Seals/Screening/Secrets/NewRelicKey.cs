namespace Vitrine.Seals;

/// <summary>New Relic keys.</summary>
internal sealed class NewRelicKey() : SecretRule(
    "new-relic-key",
    "New Relic key",
    FindingSeverity.Medium,
    ["NRAK-", "NRII-"],
    """\b(?:NRAK-[A-Z0-9]{27}|NRII-[A-Za-z0-9_-]{32})""")
{
    public override string Description => "A key of a user, or for sending data, of New Relic.";
}
