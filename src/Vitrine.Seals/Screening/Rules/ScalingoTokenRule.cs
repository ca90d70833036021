namespace Vitrine.Seals;

/// <summary>Scalingo tokens, after <c>tk-us-</c>.</summary>
internal sealed class ScalingoTokenRule : TokenRule
{
    public override string Id => "scalingo-token";

    public override string Title => "Scalingo token";

    public override IReadOnlyList<string> Issuers => ["Scalingo"];

    public override string Description => "API tokens of Scalingo, which act in their owner's name.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("tk-us-", Alphabet.Base64Url, 48, 48, "a Scalingo API token"),
    ];
}
