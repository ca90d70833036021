namespace Vitrine.Seals;

/// <summary>Mailgun API keys.</summary>
internal sealed class MailgunKey() : SecretRule(
    "mailgun-key",
    "Mailgun API key",
    FindingSeverity.High,
    ["key-"],
    """(?<![A-Za-z0-9_-])key-[0-9a-f]{32}(?![0-9a-f-])""")
{
    public override string Description => "A key with which mail can be sent in the account's name.";
}
