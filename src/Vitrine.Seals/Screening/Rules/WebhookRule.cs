namespace Vitrine.Seals;

/// <summary>Addresses that are themselves the secret: whoever knows one can post.</summary>
internal sealed class WebhookRule : ScreeningRule
{
    private const int Longest = 400;

    private static readonly (string Start, int Least, string Name)[] Kinds =
    [
        ("hooks.slack.com/services/T", 38, "Slack"),
        ("hooks.slack.com/workflows/T", 38, "Slack"),
        ("hooks.slack.com/triggers/T", 38, "Slack"),
        ("hooks.zapier.com/hooks/catch/", 12, "Zapier"),
        ("discord.com/api/webhooks/", 80, "Discord"),
        ("discordapp.com/api/webhooks/", 80, "Discord"),
        ("webhook.office.com/webhookb2/", 100, "Microsoft Teams"),
    ];

    private static readonly Anchor[] Starts = [.. Kinds.Select(kind => new Anchor(kind.Start))];

    private static readonly System.Buffers.SearchValues<byte> AddressPath =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_/@"u8);

    public override string Id => "webhook";

    public override string Title => "Webhook address";

    public override ScreeningSeverity Severity => ScreeningSeverity.Medium;

    public override IReadOnlyList<string> Issuers => ["Slack", "Discord", "Microsoft Teams", "Zapier"];

    public override string Description => "The address of a webhook of Slack, Discord, Microsoft Teams or Zapier. Whoever knows it can post messages.";

    public override string FalsePositives => "Addresses of manuals, with words such as XXXX in them, are left out.";

    internal override IReadOnlyList<Anchor> Anchors => Starts;

    internal override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        var (start, least, name) = Kinds[anchor];
        var rest = file.Text[(at + start.Length)..];
        var length = Alphabet.Run(rest, AddressPath, Longest);
        if (length >= least && rest[..length].Contains((byte)'/') && !Secret.IsPlaceholder(rest[..length]))
        {
            hits.Add(this, at, start.Length + length, ScreeningSeverity.Medium, $"This is the address of a {name} webhook: {Secret.Mask(rest[..length])} after {start}.");
        }
    }
}
