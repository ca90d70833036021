namespace Vitrine.Seals;

/// <summary>OpenRouter keys, after <c>sk-or-v1-</c>.</summary>
internal sealed class OpenRouterKeyRule : TokenRule
{
    public override string Id => "openrouter-key";

    public override string Title => "OpenRouter key";

    public override IReadOnlyList<string> Issuers => ["OpenRouter"];

    public override string Description => "API keys of OpenRouter, which act in their owner's name.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("sk-or-v1-", Alphabet.LowerHex, 64, 64, "an OpenRouter API key"),
    ];
}
