namespace Vitrine.Seals;

/// <summary>Slack tokens.</summary>
internal sealed class SlackToken() : SecretRule(
    "slack-token",
    "Slack token",
    FindingSeverity.High,
    ["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xapp-", "xoxe"],
    """\b(?:xox[abprs]-\d{8,15}-[A-Za-z0-9-]{16,200}|xapp-\d-[A-Z0-9]{8,15}-\d{8,15}-[0-9a-f]{40,80}|xoxe(?:\.xox[bp])?-\d-[A-Za-z0-9]{100,200})""")
{
    public override string Description => "A token of a bot, a user or an application of Slack: it can read messages.";
}
