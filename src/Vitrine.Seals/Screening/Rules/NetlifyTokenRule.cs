namespace Vitrine.Seals;

/// <summary>Netlify tokens, after <c>nfp_</c>.</summary>
internal sealed class NetlifyTokenRule : TokenRule
{
    public override string Id => "netlify-token";

    public override string Title => "Netlify token";

    public override IReadOnlyList<string> Issuers => ["Netlify"];

    public override string Description => "Personal access tokens of Netlify.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("nfp_", Alphabet.Base62, 36, 40, "a Netlify access token"),
    ];
}
