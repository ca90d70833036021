namespace Vitrine.Seals;

/// <summary>X (Twitter) tokens, after <c>AAAAAAAAAAAAAAAAAAAAAA</c>.</summary>
internal sealed class TwitterTokenRule : TokenRule
{
    public override string Id => "twitter-token";

    public override string Title => "X (Twitter) token";

    public override IReadOnlyList<string> Issuers => ["X (Twitter)"];

    public override string Description => "Bearer tokens of apps at X (Twitter): 22 times A, then what is percent-encoded.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("AAAAAAAAAAAAAAAAAAAAAA", Alphabet.PercentWord, 70, 110, "a bearer token of X (Twitter)"),
    ];

    protected override bool Fits(TokenShape shape, ReadOnlySpan<byte> body) => Secret.IsMixed(body);
}
