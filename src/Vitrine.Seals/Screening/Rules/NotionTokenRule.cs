namespace Vitrine.Seals;

/// <summary>Notion tokens, after <c>ntn_</c>.</summary>
internal sealed class NotionTokenRule : TokenRule
{
    public override string Id => "notion-token";

    public override string Title => "Notion token";

    public override IReadOnlyList<string> Issuers => ["Notion"];

    public override string Description => "Notion integration tokens.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("ntn_", Alphabet.Base62, 46, 46, "a Notion integration token"),
        new("secret_", Alphabet.Base62, 43, 43, "a Notion integration token of the older form"),
    ];
}
