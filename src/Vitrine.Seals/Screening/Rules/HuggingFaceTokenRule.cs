namespace Vitrine.Seals;

/// <summary>Hugging Face tokens, after <c>hf_</c>, <c>api_org_</c>.</summary>
internal sealed class HuggingFaceTokenRule : TokenRule
{
    public override string Id => "huggingface-token";

    public override string Title => "Hugging Face token";

    public override IReadOnlyList<string> Issuers => ["Hugging Face"];

    public override string Description => "Hugging Face tokens of people and organisations.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("hf_", Alphabet.Base62, 34, 40, "a Hugging Face token"),
        new("api_org_", Alphabet.Base62, 34, 40, "a Hugging Face organisation's token"),
    ];
}
