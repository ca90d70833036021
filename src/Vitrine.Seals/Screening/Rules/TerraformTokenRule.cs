namespace Vitrine.Seals;

/// <summary>Terraform Cloud tokens, told by what stands in them.</summary>
internal sealed class TerraformTokenRule : MarkedTokenRule
{
    public override string Id => "terraform-token";

    public override string Title => "Terraform Cloud token";

    public override IReadOnlyList<string> Issuers => ["HashiCorp"];

    public override string Description => "Tokens of Terraform Cloud, with which infrastructure is changed.";

    internal override IReadOnlyList<MarkedShape> Shapes { get; } =
    [
        new(".atlasv1.", Alphabet.Base64Url, 14, 60, 80, "a Terraform Cloud token"),
    ];
}
