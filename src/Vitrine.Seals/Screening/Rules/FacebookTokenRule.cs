namespace Vitrine.Seals;

/// <summary>Facebook tokens, after <c>EAA</c>.</summary>
internal sealed class FacebookTokenRule : TokenRule
{
    public override string Id => "facebook-token";

    public override string Title => "Facebook token";

    public override IReadOnlyList<string> Issuers => ["Meta"];

    public override string Description => "Access tokens of Facebook's and Instagram's Graph API, of a person, a page or an app.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("IGQ", Alphabet.Base64Url, 130, 400, "an Instagram access token"),
        new("EAA", Alphabet.Base62, 100, 400, "a Facebook access token"),
    ];

    protected override bool Fits(TokenShape shape, ReadOnlySpan<byte> body) => Secret.IsMixed(body);
}
