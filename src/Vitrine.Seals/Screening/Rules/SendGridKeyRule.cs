namespace Vitrine.Seals;

/// <summary>SendGrid's API keys: <c>SG.</c>, 22 characters, a full stop, 43 characters.</summary>
internal sealed class SendGridKeyRule : TokenRule
{
    public override string Id => "sendgrid-key";

    public override string Title => "SendGrid key";

    public override IReadOnlyList<string> Issuers => ["SendGrid"];

    public override string Description => "SendGrid API keys. With one, mail is sent in its owner's name.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } = [new("SG.", Alphabet.Dotted, 66, 66, "a SendGrid API key")];

    protected override bool Fits(TokenShape shape, ReadOnlySpan<byte> body) => body.IndexOf((byte)'.') == 22 && body.LastIndexOf((byte)'.') == 22;
}
