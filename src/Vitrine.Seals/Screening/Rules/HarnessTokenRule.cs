namespace Vitrine.Seals;

/// <summary>Harness tokens, after <c>pat.</c>, <c>sat.</c>.</summary>
internal sealed class HarnessTokenRule : TokenRule
{
    public override string Id => "harness-token";

    public override string Title => "Harness token";

    public override IReadOnlyList<string> Issuers => ["Harness"];

    public override string Description => "Tokens of people and services at Harness.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("pat.", Alphabet.Dotted, 60, 80, "a Harness access token"),
        new("sat.", Alphabet.Dotted, 60, 80, "a Harness service account's token"),
    ];

    protected override bool Fits(TokenShape shape, ReadOnlySpan<byte> body) => body.Count((byte)'.') == 2;
}
