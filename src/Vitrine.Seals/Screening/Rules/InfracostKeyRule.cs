namespace Vitrine.Seals;

/// <summary>Infracost keys, after <c>ico-</c>.</summary>
internal sealed class InfracostKeyRule : TokenRule
{
    public override string Id => "infracost-key";

    public override string Title => "Infracost key";

    public override IReadOnlyList<string> Issuers => ["Infracost"];

    public override string Description => "API keys of Infracost, which act in their owner's name.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("ico-", Alphabet.Base62, 32, 32, "an Infracost API key"),
    ];
}
