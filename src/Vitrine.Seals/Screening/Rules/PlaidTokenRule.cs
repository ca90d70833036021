namespace Vitrine.Seals;

/// <summary>Plaid tokens, after <c>access-production-</c>, <c>access-development-</c>, <c>access-sandbox-</c>.</summary>
internal sealed class PlaidTokenRule : TokenRule
{
    public override string Id => "plaid-token";

    public override string Title => "Plaid token";

    public override IReadOnlyList<string> Issuers => ["Plaid"];

    public override string Description => "Access tokens of Plaid, each of which opens a bank account's data. Those of the sandbox are low.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("access-production-", Alphabet.UuidSigns, 36, 36, "a Plaid access token"),
        new("access-development-", Alphabet.UuidSigns, 36, 36, "a Plaid access token"),
        new("access-sandbox-", Alphabet.UuidSigns, 36, 36, "a Plaid access token of the sandbox", ScreeningSeverity.Low),
    ];

    protected override bool Fits(TokenShape shape, ReadOnlySpan<byte> body) => Secret.IsUuid(body);
}
