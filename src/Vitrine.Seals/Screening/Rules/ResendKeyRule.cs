namespace Vitrine.Seals;

/// <summary>Resend keys, after <c>re_</c>.</summary>
internal sealed class ResendKeyRule : TokenRule
{
    public override string Id => "resend-key";

    public override string Title => "Resend key";

    public override IReadOnlyList<string> Issuers => ["Resend"];

    public override string Description => "API keys of Resend. With one, mail is sent in its owner's name.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("re_", Alphabet.Word, 33, 33, "a Resend API key"),
    ];

    protected override bool Fits(TokenShape shape, ReadOnlySpan<byte> body) => body[8] == '_' && Secret.IsMixed(body);
}
