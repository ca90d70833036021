namespace Vitrine.Seals;

/// <summary>Anthropic keys, after <c>sk-ant-</c>.</summary>
internal sealed class AnthropicKeyRule : TokenRule
{
    public override string Id => "anthropic-key";

    public override string Title => "Anthropic key";

    public override IReadOnlyList<string> Issuers => ["Anthropic"];

    public override string Description => "Anthropic API and administration keys.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("sk-ant-", Alphabet.Base64Url, 80, 255, "an Anthropic key"),
    ];
}
