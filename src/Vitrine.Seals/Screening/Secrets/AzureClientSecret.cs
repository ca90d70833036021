namespace Vitrine.Seals;

/// <summary>Microsoft Entra client secrets.</summary>
internal sealed class AzureClientSecret() : SecretRule(
    "azure-client-secret",
    "Microsoft Entra client secret",
    FindingSeverity.Critical,
    ["8Q~", "7Q~", "9Q~"],
    """(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.]{3}[789]Q~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~.-])""")
{
    public override string Description => "The secret of an application registered in Microsoft Entra ID (Azure AD).";
}
