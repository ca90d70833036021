namespace Vitrine.Seals;

/// <summary>Shopify tokens.</summary>
internal sealed class ShopifyToken() : SecretRule(
    "shopify-token",
    "Shopify token",
    FindingSeverity.High,
    ["shpat_", "shpca_", "shppa_", "shpss_"],
    """\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\b""")
{
    public override string Description => "A token or shared secret of a Shopify application.";
}
