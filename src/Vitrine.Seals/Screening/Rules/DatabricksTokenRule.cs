namespace Vitrine.Seals;

/// <summary>Databricks tokens, after <c>dapi</c>.</summary>
internal sealed class DatabricksTokenRule : TokenRule
{
    public override string Id => "databricks-token";

    public override string Title => "Databricks token";

    public override IReadOnlyList<string> Issuers => ["Databricks"];

    public override string Description => "Databricks personal access tokens.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("dapi", Alphabet.LowerHex, 32, 32, "a Databricks access token"),
    ];
}
