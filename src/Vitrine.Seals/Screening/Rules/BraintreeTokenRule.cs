namespace Vitrine.Seals;

/// <summary>Braintree tokens, after <c>access_token$production$</c>, <c>access_token$sandbox$</c>.</summary>
internal sealed class BraintreeTokenRule : TokenRule
{
    public override string Id => "braintree-token";

    public override string Title => "Braintree token";

    public override IReadOnlyList<string> Issuers => ["PayPal"];

    public override string Description => "Access tokens of PayPal's Braintree. Those of the sandbox are low.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("access_token$production$", Alphabet.DollarWord, 49, 49, "a Braintree access token"),
        new("access_token$sandbox$", Alphabet.DollarWord, 49, 49, "a Braintree access token of the sandbox", ScreeningSeverity.Low),
    ];
}
