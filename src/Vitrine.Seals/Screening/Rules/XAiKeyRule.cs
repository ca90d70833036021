namespace Vitrine.Seals;

/// <summary>xAI keys, after <c>xai-</c>.</summary>
internal sealed class XAiKeyRule : TokenRule
{
    public override string Id => "xai-key";

    public override string Title => "xAI key";

    public override IReadOnlyList<string> Issuers => ["xAI"];

    public override string Description => "API keys of xAI, which act in their owner's name.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("xai-", Alphabet.Base62, 70, 90, "an xAI API key"),
    ];
}
