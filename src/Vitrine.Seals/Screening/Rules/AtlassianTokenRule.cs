namespace Vitrine.Seals;

/// <summary>Atlassian tokens, after <c>ATATT3</c>, <c>ATCTT3</c>, <c>ATBB</c>.</summary>
internal sealed class AtlassianTokenRule : TokenRule
{
    public override string Id => "atlassian-token";

    public override string Title => "Atlassian token";

    public override IReadOnlyList<string> Issuers => ["Atlassian"];

    public override string Description => "Atlassian API tokens and Bitbucket app passwords.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("ATATT3", Alphabet.PaddedUrl, 100, 512, "an Atlassian API token"),
        new("ATCTT3", Alphabet.PaddedUrl, 100, 512, "an Atlassian access token"),
        new("ATTA", Alphabet.Base62, 72, 72, "a Trello token"),
        new("ATBB", Alphabet.Base62, 32, 32, "a Bitbucket app password"),
    ];
}
