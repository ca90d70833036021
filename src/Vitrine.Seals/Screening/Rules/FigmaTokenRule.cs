namespace Vitrine.Seals;

/// <summary>Figma tokens, after <c>figd_</c>.</summary>
internal sealed class FigmaTokenRule : TokenRule
{
    public override string Id => "figma-token";

    public override string Title => "Figma token";

    public override IReadOnlyList<string> Issuers => ["Figma"];

    public override string Description => "Figma personal access tokens.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("figd_", Alphabet.Base64Url, 40, 64, "a Figma access token"),
    ];
}
