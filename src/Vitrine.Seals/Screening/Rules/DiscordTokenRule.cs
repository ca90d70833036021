namespace Vitrine.Seals;

/// <summary>Discord bot tokens: the bot's number in base64, a time, and an HMAC, with full stops between.</summary>
internal sealed class DiscordTokenRule : ScreeningRule
{
    // What two decimal digits are in base64: M, N or O by the first digit's high bits, and so on.
    private static readonly Anchor[] Starts =
        [.. from first in (string[])["MD", "MT", "Mj", "Mz", "ND", "NT", "Nj", "Nz", "OD", "OT"] from third in "AEIMQUYcgk" select new Anchor($"{first}{third}")];

    public override string Id => "discord-token";

    public override string Title => "Discord bot token";

    public override ScreeningSeverity Severity => ScreeningSeverity.High;

    public override IReadOnlyList<string> Issuers => ["Discord"];

    public override string Description => "The token of a Discord bot. With it, the bot's messages are read and sent.";

    public override string FalsePositives => "Three words of just these lengths that begin with a number in base64; none is known.";

    internal override IReadOnlyList<Anchor> Anchors => Starts;

    internal override void Examine(ScreenedFile file, int at, int anchor, Hits hits)
    {
        var text = file.Text;
        if (at > 0 && Alphabet.Dotted.Contains(text[at - 1]))
        {
            return;
        }

        var rest = text[at..];
        var number = Alphabet.Run(rest, Alphabet.Base62, 29);
        if (number is < 22 or > 28 || number == rest.Length || rest[number] != '.')
        {
            return;
        }

        var time = Alphabet.Run(rest[(number + 1)..], Alphabet.Base64Url, 8);
        var mac = number + 1 + time + 1;
        if (time is 6 or 7 && mac < rest.Length && rest[mac - 1] == '.')
        {
            var length = Alphabet.Run(rest[mac..], Alphabet.Base64Url, 44);
            if (length is >= 27 and <= 43 && !Secret.IsPlaceholder(rest.Slice(mac, length)))
            {
                hits.Add(this, at, mac + length, ScreeningSeverity.High, $"This looks like a Discord bot's token: {Secret.Mask(rest[..(mac + length)])}.");
            }
        }
    }
}
