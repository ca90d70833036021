namespace Vitrine.Seals;

/// <summary>Alibaba Cloud keys, after <c>LTAI</c>.</summary>
internal sealed class AlibabaKeyRule : TokenRule
{
    public override string Id => "alibaba-key";

    public override string Title => "Alibaba Cloud key";

    public override ScreeningSeverity Severity => ScreeningSeverity.Medium;

    public override IReadOnlyList<string> Issuers => ["Alibaba Cloud"];

    public override string Description => "The id of an access key of Alibaba Cloud, which says that its secret is not far.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("LTAI", Alphabet.Base62, 12, 26, "the id of an Alibaba Cloud key", ScreeningSeverity.Medium),
    ];
}
