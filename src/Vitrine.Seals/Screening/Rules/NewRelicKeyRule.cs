namespace Vitrine.Seals;

/// <summary>New Relic keys, after <c>NRAK-</c>.</summary>
internal sealed class NewRelicKeyRule : TokenRule
{
    public override string Id => "new-relic-key";

    public override string Title => "New Relic key";

    public override IReadOnlyList<string> Issuers => ["New Relic"];

    public override string Description => "New Relic user and insert keys; keys of browsers are public and low.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("NRAK-", Alphabet.UpperDigits, 27, 27, "a New Relic user key"),
        new("NRII-", Alphabet.Base64Url, 32, 32, "a New Relic insert key"),
        new("NRJS-", Alphabet.LowerHex, 19, 19, "a New Relic browser key", ScreeningSeverity.Low),
    ];
}
