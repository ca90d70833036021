namespace Vitrine.Seals;

/// <summary>Replicate tokens, after <c>r8_</c>.</summary>
internal sealed class ReplicateTokenRule : TokenRule
{
    public override string Id => "replicate-token";

    public override string Title => "Replicate token";

    public override IReadOnlyList<string> Issuers => ["Replicate"];

    public override string Description => "API tokens of Replicate.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("r8_", Alphabet.Base62, 37, 37, "a Replicate API token"),
    ];
}
