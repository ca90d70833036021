namespace Vitrine.Seals;

/// <summary>Stripe keys, after <c>sk_live_</c>, <c>rk_live_</c>, <c>sk_test_</c>, <c>rk_test_</c>, <c>whsec_</c>.</summary>
internal sealed class StripeKeyRule : TokenRule
{
    public override string Id => "stripe-key";

    public override string Title => "Stripe key";

    public override IReadOnlyList<string> Issuers => ["Stripe"];

    public override string Description =>
        "Stripe's secret and restricted keys, and the secrets of its webhooks. Keys of the test mode are low; publishable "
        + "keys are no finding.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("sk_live_", Alphabet.Base62, 24, 255, "a secret Stripe key"),
        new("rk_live_", Alphabet.Base62, 24, 255, "a restricted Stripe key"),
        new("sk_test_", Alphabet.Base62, 24, 255, "a secret Stripe key of the test mode", ScreeningSeverity.Low),
        new("rk_test_", Alphabet.Base62, 24, 255, "a restricted Stripe key of the test mode", ScreeningSeverity.Low),
        new("whsec_", Alphabet.PaddedBase64, 32, 88, "the secret of a webhook", ScreeningSeverity.Medium),
    ];
}
