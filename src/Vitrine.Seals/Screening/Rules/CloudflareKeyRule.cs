namespace Vitrine.Seals;

/// <summary>Cloudflare keys, after <c>v1.0-</c>.</summary>
internal sealed class CloudflareKeyRule : TokenRule
{
    public override string Id => "cloudflare-key";

    public override string Title => "Cloudflare key";

    public override IReadOnlyList<string> Issuers => ["Cloudflare"];

    public override string Description => "Keys of Cloudflare's certificate authority for origins.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("v1.0-", Alphabet.Dashed, 171, 171, "a Cloudflare Origin CA key"),
    ];
}
