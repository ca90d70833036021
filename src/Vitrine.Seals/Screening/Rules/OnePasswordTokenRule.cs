namespace Vitrine.Seals;

/// <summary>1Password tokens, after <c>ops_eyJ</c>.</summary>
internal sealed class OnePasswordTokenRule : TokenRule
{
    public override string Id => "one-password-token";

    public override string Title => "1Password token";

    public override IReadOnlyList<string> Issuers => ["1Password"];

    public override string Description => "Tokens of 1Password's service accounts, which open vaults.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("ops_eyJ", Alphabet.PaddedUrl, 250, 1400, "a 1Password service account token"),
    ];
}
