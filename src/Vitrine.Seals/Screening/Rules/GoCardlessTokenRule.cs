namespace Vitrine.Seals;

/// <summary>GoCardless tokens, after <c>live_</c>.</summary>
internal sealed class GoCardlessTokenRule : TokenRule
{
    public override string Id => "gocardless-token";

    public override string Title => "GoCardless token";

    public override IReadOnlyList<string> Issuers => ["GoCardless"];

    public override string Description => "Access tokens of GoCardless.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("live_", Alphabet.Base64Url, 40, 40, "a GoCardless access token"),
    ];

    protected override bool Fits(TokenShape shape, ReadOnlySpan<byte> body) => Secret.IsMixed(body);
}
