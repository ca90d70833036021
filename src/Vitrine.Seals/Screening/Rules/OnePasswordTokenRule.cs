namespace Vitrine.Seals;

/// <summary>1Password tokens, after <c>ops_eyJ</c>.</summary>
internal sealed class OnePasswordTokenRule : TokenRule
{
    public override string Id => "one-password-token";

    public override string Title => "1Password token";

    public override IReadOnlyList<string> Issuers => ["1Password"];

    public override string Description => "Tokens of 1Password's service accounts, which open vaults, and secret keys of people.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("ops_eyJ", Alphabet.PaddedUrl, 250, 1400, "a 1Password service account token"),
        new("A3-", Alphabet.UpperDashed, 36, 37, "a 1Password secret key"),
    ];

    protected override bool Fits(TokenShape shape, ReadOnlySpan<byte> body) => shape.Prefix != "A3-" || (body[6] == '-' && body[^6] == '-' && body[^12] == '-' && body[^18] == '-');
}
