namespace Vitrine.Seals;

/// <summary>Contentful tokens, after <c>CFPAT-</c>.</summary>
internal sealed class ContentfulTokenRule : TokenRule
{
    public override string Id => "contentful-token";

    public override string Title => "Contentful token";

    public override IReadOnlyList<string> Issuers => ["Contentful"];

    public override string Description => "Personal access tokens of Contentful.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("CFPAT-", Alphabet.Base64Url, 43, 43, "a Contentful access token"),
    ];
}
