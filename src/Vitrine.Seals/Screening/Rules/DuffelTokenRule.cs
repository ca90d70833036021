namespace Vitrine.Seals;

/// <summary>Duffel tokens, after <c>duffel_live_</c>, <c>duffel_test_</c>.</summary>
internal sealed class DuffelTokenRule : TokenRule
{
    public override string Id => "duffel-token";

    public override string Title => "Duffel token";

    public override IReadOnlyList<string> Issuers => ["Duffel"];

    public override string Description => "Access tokens of Duffel. Those of the test mode are low.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("duffel_live_", Alphabet.Base64Url, 43, 43, "a Duffel access token"),
        new("duffel_test_", Alphabet.Base64Url, 43, 43, "a Duffel access token of the test mode", ScreeningSeverity.Low),
    ];
}
