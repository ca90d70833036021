namespace Vitrine.Seals;

/// <summary>New Relic keys, after <c>NRAK-</c>.</summary>
internal sealed class NewRelicKeyRule : TokenRule
{
    public override string Id => "new-relic-key";

    public override string Title => "New Relic key";

    public override IReadOnlyList<string> Issuers => ["New Relic"];

    public override string Description => "New Relic user keys.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("NRAK-", Alphabet.UpperDigits, 27, 27, "a New Relic user key"),
    ];
}
