namespace Vitrine.Seals;

/// <summary>Telegram bot tokens: the bot's number, a colon, and 35 characters that begin with AA.</summary>
internal sealed class TelegramTokenRule : ScreeningRule
{
    private static readonly Anchor[] Starts = [new(":AA")];

    public override string Id => "telegram-token";

    public override string Title => "Telegram bot token";

    public override ScreeningSeverity Severity => ScreeningSeverity.High;

    public override IReadOnlyList<string> Issuers => ["Telegram"];

    public override string Description => "The token of a Telegram bot. With it, the bot's messages are read and sent.";

    public override string FalsePositives => "The token of Telegram's own manual is left out.";

    internal override bool ReadsBinary => true;

    internal override IReadOnlyList<Anchor> Anchors => Starts;

    internal override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        var text = file.Text;
        var number = Alphabet.RunBefore(text[..at], Alphabet.Decimal, 11);
        if (number is < 8 or > 10 || Alphabet.Run(text[(at + 1)..], Alphabet.Base64Url, 36) != 35)
        {
            return;
        }

        // In an address the number follows the word bot.
        var start = at - number;
        var token = text.Slice(start, number + 36);
        if ((TokenRule.BeginsWord(text, start) || text[..start].EndsWith("bot"u8)) && !token.StartsWith("110201543:"u8) && !Secret.IsPlaceholder(token[(number + 1)..]))
        {
            hits.Add(this, start, token.Length, ScreeningSeverity.High, $"This looks like a Telegram bot's token: {Secret.Mask(token)}.");
        }
    }
}
