namespace Vitrine.Seals;

/// <summary>Shopify tokens, after <c>shpat_</c>, <c>shpca_</c>, <c>shppa_</c>, <c>shpss_</c>.</summary>
internal sealed class ShopifyTokenRule : TokenRule
{
    public override string Id => "shopify-token";

    public override string Title => "Shopify token";

    public override IReadOnlyList<string> Issuers => ["Shopify"];

    public override string Description => "Shopify access tokens and shared secrets.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("shpat_", Alphabet.LowerHex, 32, 32, "a Shopify access token"),
        new("shpca_", Alphabet.LowerHex, 32, 32, "a custom Shopify app's token"),
        new("shppa_", Alphabet.LowerHex, 32, 32, "a private Shopify app's token"),
        new("shpss_", Alphabet.LowerHex, 32, 32, "a Shopify shared secret"),
    ];
}
