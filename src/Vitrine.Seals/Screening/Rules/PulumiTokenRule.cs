namespace Vitrine.Seals;

/// <summary>Pulumi tokens, after <c>pul-</c>.</summary>
internal sealed class PulumiTokenRule : TokenRule
{
    public override string Id => "pulumi-token";

    public override string Title => "Pulumi token";

    public override IReadOnlyList<string> Issuers => ["Pulumi"];

    public override string Description => "Pulumi access tokens, which act in their owner's name.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("pul-", Alphabet.LowerHex, 40, 40, "a Pulumi access token"),
    ];
}
