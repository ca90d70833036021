namespace Vitrine.Seals;

/// <summary>Perplexity keys, after <c>pplx-</c>.</summary>
internal sealed class PerplexityKeyRule : TokenRule
{
    public override string Id => "perplexity-key";

    public override string Title => "Perplexity key";

    public override IReadOnlyList<string> Issuers => ["Perplexity"];

    public override string Description => "API keys of Perplexity, which act in their owner's name.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("pplx-", Alphabet.Base62, 48, 56, "a Perplexity API key"),
    ];
}
