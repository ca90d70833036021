namespace Vitrine.Seals;

/// <summary>Linear keys, after <c>lin_api_</c>, <c>lin_oauth_</c>.</summary>
internal sealed class LinearKeyRule : TokenRule
{
    public override string Id => "linear-key";

    public override string Title => "Linear key";

    public override IReadOnlyList<string> Issuers => ["Linear"];

    public override string Description => "Linear API keys and OAuth tokens.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("lin_api_", Alphabet.Base62, 40, 40, "a Linear API key"),
        new("lin_oauth_", Alphabet.LowerHex, 64, 64, "a Linear OAuth token"),
    ];
}
