namespace Vitrine.Seals;

/// <summary>Razorpay keys, after <c>rzp_live_</c>.</summary>
internal sealed class RazorpayKeyRule : TokenRule
{
    public override string Id => "razorpay-key";

    public override string Title => "Razorpay key";

    public override ScreeningSeverity Severity => ScreeningSeverity.Medium;

    public override IReadOnlyList<string> Issuers => ["Razorpay"];

    public override string Description => "The id of a live key of Razorpay: half of what signs in.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("rzp_live_", Alphabet.Base62, 14, 14, "the id of a Razorpay key", ScreeningSeverity.Medium),
    ];
}
