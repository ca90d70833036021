namespace Vitrine.Seals;

/// <summary>DigitalOcean tokens, after <c>dop_v1_</c>, <c>doo_v1_</c>, <c>dor_v1_</c>.</summary>
internal sealed class DigitalOceanTokenRule : TokenRule
{
    public override string Id => "digitalocean-token";

    public override string Title => "DigitalOcean token";

    public override IReadOnlyList<string> Issuers => ["DigitalOcean"];

    public override string Description => "DigitalOcean personal, OAuth and refresh tokens.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("dop_v1_", Alphabet.LowerHex, 64, 64, "a DigitalOcean personal access token"),
        new("doo_v1_", Alphabet.LowerHex, 64, 64, "a DigitalOcean OAuth token"),
        new("dor_v1_", Alphabet.LowerHex, 64, 64, "a DigitalOcean refresh token"),
    ];
}
