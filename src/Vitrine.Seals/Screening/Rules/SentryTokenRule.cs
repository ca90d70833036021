namespace Vitrine.Seals;

/// <summary>Sentry tokens, after <c>sntrys_</c>, <c>sntryu_</c>.</summary>
internal sealed class SentryTokenRule : TokenRule
{
    public override string Id => "sentry-token";

    public override string Title => "Sentry token";

    public override IReadOnlyList<string> Issuers => ["Sentry"];

    public override string Description => "Sentry tokens of people and organisations.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("sntrys_", Alphabet.PaddedUrl, 80, 512, "a Sentry organisation's token"),
        new("sntryu_", Alphabet.LowerHex, 64, 64, "a Sentry user token"),
    ];
}
