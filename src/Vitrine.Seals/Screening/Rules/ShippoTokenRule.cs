namespace Vitrine.Seals;

/// <summary>Shippo tokens, after <c>shippo_live_</c>, <c>shippo_test_</c>.</summary>
internal sealed class ShippoTokenRule : TokenRule
{
    public override string Id => "shippo-token";

    public override string Title => "Shippo token";

    public override IReadOnlyList<string> Issuers => ["Shippo"];

    public override string Description => "API tokens of Shippo. Those of the test mode are low.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("shippo_live_", Alphabet.LowerHex, 40, 40, "a Shippo API token"),
        new("shippo_test_", Alphabet.LowerHex, 40, 40, "a Shippo API token of the test mode", ScreeningSeverity.Low),
    ];
}
