namespace Vitrine.Seals;

/// <summary>ClickUp or Klaviyo keys, after <c>pk_</c>, <c>pk_</c>.</summary>
internal sealed class ClickUpTokenRule : TokenRule
{
    public override string Id => "clickup-token";

    public override string Title => "ClickUp or Klaviyo key";

    public override IReadOnlyList<string> Issuers => ["ClickUp", "Klaviyo"];

    public override string Description => "Personal tokens of ClickUp and private keys of Klaviyo, which begin alike.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("pk_", Alphabet.LowerHex, 34, 34, "a Klaviyo private key"),
        new("pk_", Alphabet.UpperWord, 39, 42, "a ClickUp personal token"),
    ];

    protected override bool Fits(TokenShape shape, ReadOnlySpan<byte> body) => shape.Min == 34 || body[..9].Contains((byte)'_');
}
