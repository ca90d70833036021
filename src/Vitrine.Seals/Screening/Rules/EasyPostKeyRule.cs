namespace Vitrine.Seals;

/// <summary>EasyPost keys, after <c>EZAK</c>, <c>EZTK</c>.</summary>
internal sealed class EasyPostKeyRule : TokenRule
{
    public override string Id => "easypost-key";

    public override string Title => "EasyPost key";

    public override IReadOnlyList<string> Issuers => ["EasyPost"];

    public override string Description => "API keys of EasyPost. Keys of the test mode are low.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("EZAK", Alphabet.Base62, 54, 54, "an EasyPost API key"),
        new("EZTK", Alphabet.Base62, 54, 54, "an EasyPost API key of the test mode", ScreeningSeverity.Low),
    ];
}
