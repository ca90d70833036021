namespace Vitrine.Seals;

/// <summary>Lob keys, after <c>live_</c>, <c>test_</c>.</summary>
internal sealed class LobKeyRule : TokenRule
{
    public override string Id => "lob-key";

    public override string Title => "Lob key";

    public override IReadOnlyList<string> Issuers => ["Lob"];

    public override string Description => "API keys of Lob. Those of the test mode are low.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("live_", Alphabet.LowerHex, 35, 35, "a Lob API key"),
        new("test_", Alphabet.LowerHex, 35, 35, "a Lob API key of the test mode", ScreeningSeverity.Low),
    ];
}
