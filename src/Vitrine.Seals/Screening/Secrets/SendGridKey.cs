namespace Vitrine.Seals;

/// <summary>SendGrid API keys.</summary>
internal sealed class SendGridKey() : SecretRule(
    "sendgrid-key",
    "SendGrid API key",
    FindingSeverity.High,
    ["SG."],
    """(?<![A-Za-z0-9])SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])""")
{
    public override string Description => "A key with which mail can be sent in the account's name.";
}
