namespace Vitrine.Seals;

/// <summary>HashiCorp tokens.</summary>
internal sealed class VaultToken() : SecretRule(
    "vault-token",
    "HashiCorp token",
    FindingSeverity.Critical,
    ["hvs.", "hvb.", "hvr.", ".atlasv1."],
    """(?<![A-Za-z0-9.])(?:hv[sbr]\.[A-Za-z0-9_-]{24,300}|[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60,80})""")
{
    public override string Description => "A token of Vault, or of Terraform's cloud.";
}
