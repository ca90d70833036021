namespace Vitrine.Seals;

/// <summary>ReadMe keys, after <c>rdme_</c>.</summary>
internal sealed class ReadMeKeyRule : TokenRule
{
    public override string Id => "readme-key";

    public override string Title => "ReadMe key";

    public override IReadOnlyList<string> Issuers => ["ReadMe"];

    public override string Description => "API keys of ReadMe, which act in their owner's name.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("rdme_", Alphabet.Base62, 70, 70, "a ReadMe API key"),
    ];
}
