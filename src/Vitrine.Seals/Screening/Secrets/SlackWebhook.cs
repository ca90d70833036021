namespace Vitrine.Seals;

/// <summary>Slack webhooks.</summary>
internal sealed class SlackWebhook() : SecretRule(
    "slack-webhook",
    "Slack webhook",
    FindingSeverity.Medium,
    ["hooks.slack.com/"],
    """https://hooks\.slack\.com/(?:services/T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/(?<secret>[A-Za-z0-9]{24})|(?:workflows|triggers)/(?<secret>[A-Za-z0-9/]{30,100}))""")
{
    public override string Description => "An address to which anyone can post messages.";
}
