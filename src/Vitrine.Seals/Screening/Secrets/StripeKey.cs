namespace Vitrine.Seals;

/// <summary>Stripe secret keys.</summary>
internal sealed class StripeKey() : SecretRule(
    "stripe-key",
    "Stripe secret key",
    FindingSeverity.Critical,
    ["sk_live_", "rk_live_", "sk_test_", "rk_test_", "whsec_"],
    """\b(?:[sr]k_(?:live|test)_[A-Za-z0-9]{20,250}|whsec_[A-Za-z0-9+/]{32,64}={0,2})""")
{
    public override string Description => "A secret or restricted key of Stripe's API, or a webhook's secret.";
}
