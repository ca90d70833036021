namespace Vitrine.Seals;

/// <summary>Render keys, after <c>rnd_</c>.</summary>
internal sealed class RenderKeyRule : TokenRule
{
    public override string Id => "render-key";

    public override string Title => "Render key";

    public override IReadOnlyList<string> Issuers => ["Render"];

    public override string Description => "API keys of Render, which act in their owner's name.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("rnd_", Alphabet.Base62, 28, 32, "a Render API key"),
    ];

    protected override bool Fits(TokenShape shape, ReadOnlySpan<byte> body) => Secret.IsMixed(body);
}
