namespace Vitrine.Seals;

/// <summary>Slack tokens, by their prefixes.</summary>
internal sealed class SlackTokenRule : TokenRule
{
    public override string Id => "slack-token";

    public override string Title => "Slack token";

    public override IReadOnlyList<string> Issuers => ["Slack"];

    public override string Description => "Slack tokens of bots, users, apps and sessions.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("xoxb-", Alphabet.Dashed, 24, 255, "a Slack bot token"),
        new("xoxp-", Alphabet.Dashed, 24, 255, "a Slack user token"),
        new("xoxa-", Alphabet.Dashed, 24, 255, "a Slack workspace token"),
        new("xoxr-", Alphabet.Dashed, 24, 255, "a Slack refresh token"),
        new("xoxs-", Alphabet.Dashed, 24, 255, "a Slack session token"),
        new("xoxo-", Alphabet.Dashed, 24, 255, "a Slack user token"),
        new("xoxe-", Alphabet.Dashed, 24, 255, "a Slack configuration token"),
        new("xoxe.xoxp-", Alphabet.Dashed, 24, 255, "a Slack configuration token"),
        new("xapp-", Alphabet.Dashed, 24, 255, "a Slack app token"),
    ];
}
