namespace Vitrine.Seals;

/// <summary>Frame.io tokens, after <c>fio-u-</c>.</summary>
internal sealed class FrameIoTokenRule : TokenRule
{
    public override string Id => "frameio-token";

    public override string Title => "Frame.io token";

    public override IReadOnlyList<string> Issuers => ["Frame.io"];

    public override string Description => "Developer tokens of Frame.io.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("fio-u-", Alphabet.Base64Url, 64, 64, "a Frame.io token"),
    ];
}
