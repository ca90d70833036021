namespace Vitrine.Seals;

/// <summary>Yandex keys, after <c>AQVN</c>, <c>y0_</c>.</summary>
internal sealed class YandexKeyRule : TokenRule
{
    public override string Id => "yandex-key";

    public override string Title => "Yandex key";

    public override IReadOnlyList<string> Issuers => ["Yandex"];

    public override string Description => "API keys of Yandex Cloud and OAuth tokens of Yandex.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("AQVN", Alphabet.Base64Url, 35, 38, "a Yandex Cloud API key"),
        new("y0_", Alphabet.Base64Url, 50, 60, "a Yandex OAuth token"),
    ];

    protected override bool Fits(TokenShape shape, ReadOnlySpan<byte> body) => Secret.IsMixed(body);
}
