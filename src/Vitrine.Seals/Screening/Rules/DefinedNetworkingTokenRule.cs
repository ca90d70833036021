namespace Vitrine.Seals;

/// <summary>Defined Networking tokens, after <c>dnkey-</c>.</summary>
internal sealed class DefinedNetworkingTokenRule : TokenRule
{
    public override string Id => "defined-networking-token";

    public override string Title => "Defined Networking token";

    public override IReadOnlyList<string> Issuers => ["Defined Networking"];

    public override string Description => "API tokens of Defined Networking.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("dnkey-", Alphabet.Dashed, 79, 79, "a Defined Networking API token"),
    ];
}
