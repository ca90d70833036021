namespace Vitrine.Seals;

/// <summary>PlanetScale tokens, after <c>pscale_tkn_</c>, <c>pscale_pw_</c>, <c>pscale_oauth_</c>.</summary>
internal sealed class PlanetScaleTokenRule : TokenRule
{
    public override string Id => "planetscale-token";

    public override string Title => "PlanetScale token";

    public override IReadOnlyList<string> Issuers => ["PlanetScale"];

    public override string Description => "PlanetScale passwords, service and OAuth tokens.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("pscale_tkn_", Alphabet.Dotted, 32, 64, "a PlanetScale token"),
        new("pscale_pw_", Alphabet.Dotted, 32, 64, "a PlanetScale password"),
        new("pscale_oauth_", Alphabet.Dotted, 32, 64, "a PlanetScale OAuth token"),
    ];
}
