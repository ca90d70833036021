namespace Vitrine.Seals;

/// <summary>Flutterwave keys, after <c>FLWSECK-</c>, <c>FLWSECK_TEST-</c>.</summary>
internal sealed class FlutterwaveKeyRule : TokenRule
{
    public override string Id => "flutterwave-key";

    public override string Title => "Flutterwave key";

    public override IReadOnlyList<string> Issuers => ["Flutterwave"];

    public override string Description => "Secret keys of Flutterwave. Those of the test mode are low.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("FLWSECK-", Alphabet.Dashed, 34, 34, "a Flutterwave secret key"),
        new("FLWSECK_TEST-", Alphabet.Dashed, 12, 34, "a Flutterwave secret key of the test mode", ScreeningSeverity.Low),
    ];
}
