namespace Vitrine.Seals;

/// <summary>Tencent Cloud keys, after <c>AKID</c>.</summary>
internal sealed class TencentKeyRule : TokenRule
{
    public override string Id => "tencent-key";

    public override string Title => "Tencent Cloud key";

    public override ScreeningSeverity Severity => ScreeningSeverity.Medium;

    public override IReadOnlyList<string> Issuers => ["Tencent Cloud"];

    public override string Description => "The id of a key of Tencent Cloud: half of what signs in.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("AKID", Alphabet.Base62, 32, 32, "the id of a Tencent Cloud key", ScreeningSeverity.Medium),
    ];

    protected override bool Fits(TokenShape shape, ReadOnlySpan<byte> body) => Secret.IsMixed(body);
}
