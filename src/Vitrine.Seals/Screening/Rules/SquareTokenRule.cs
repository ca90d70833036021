namespace Vitrine.Seals;

/// <summary>Square tokens, after <c>sq0atp-</c>, <c>sq0csp-</c>.</summary>
internal sealed class SquareTokenRule : TokenRule
{
    public override string Id => "square-token";

    public override string Title => "Square token";

    public override IReadOnlyList<string> Issuers => ["Square"];

    public override string Description => "Square access tokens and OAuth secrets.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("sq0atp-", Alphabet.Base64Url, 22, 22, "a Square access token"),
        new("EAAA", Alphabet.Base64Url, 60, 60, "a Square access token"),
        new("sq0csp-", Alphabet.Base64Url, 43, 43, "a Square OAuth secret"),
    ];

    protected override bool Fits(TokenShape shape, ReadOnlySpan<byte> body) => shape.Prefix != "EAAA" || Secret.IsMixed(body);
}
