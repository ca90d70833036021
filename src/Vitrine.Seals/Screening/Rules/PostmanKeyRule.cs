namespace Vitrine.Seals;

/// <summary>Postman keys, after <c>PMAK-</c>.</summary>
internal sealed class PostmanKeyRule : TokenRule
{
    public override string Id => "postman-key";

    public override string Title => "Postman key";

    public override IReadOnlyList<string> Issuers => ["Postman"];

    public override string Description => "Postman API keys, by which collections and their secrets are read.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("PMAK-", Alphabet.Dashed, 59, 59, "a Postman API key"),
    ];
}
