namespace Vitrine.Seals;

/// <summary>LinkedIn secrets, after <c>WPL_AP1.</c>.</summary>
internal sealed class LinkedInTokenRule : TokenRule
{
    public override string Id => "linkedin-token";

    public override string Title => "LinkedIn secret";

    public override IReadOnlyList<string> Issuers => ["LinkedIn"];

    public override string Description => "Secrets of apps at LinkedIn.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("WPL_AP1.", Alphabet.Dotted, 16, 40, "the secret of a LinkedIn app"),
    ];
}
