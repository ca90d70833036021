namespace Vitrine.Seals;

/// <summary>npm tokens, after <c>npm_</c>.</summary>
internal sealed class NpmTokenRule : TokenRule
{
    public override string Id => "npm-token";

    public override string Title => "npm token";

    public override IReadOnlyList<string> Issuers => ["npm"];

    public override string Description => "npm access tokens. With one, packages are published in its owner's name.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("npm_", Alphabet.Base62, 36, 36, "an npm access token"),
    ];
}
