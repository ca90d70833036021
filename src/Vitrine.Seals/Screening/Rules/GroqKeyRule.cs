namespace Vitrine.Seals;

/// <summary>Groq keys, after <c>gsk_</c>.</summary>
internal sealed class GroqKeyRule : TokenRule
{
    public override string Id => "groq-key";

    public override string Title => "Groq key";

    public override IReadOnlyList<string> Issuers => ["Groq"];

    public override string Description => "API keys of Groq, by which models are asked at their owner's cost.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("gsk_", Alphabet.Base62, 48, 60, "a Groq API key"),
    ];
}
