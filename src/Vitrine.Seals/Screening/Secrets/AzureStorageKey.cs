namespace Vitrine.Seals;

/// <summary>Azure storage account keys.</summary>
internal sealed class AzureStorageKey() : SecretRule(
    "azure-storage-key",
    "Azure storage account key",
    FindingSeverity.Critical,
    ["AccountKey=", "SharedAccessKey="],
    """(?:Account|SharedAccess)Key=(?<secret>[A-Za-z0-9+/]{86}==|[A-Za-z0-9+/]{43}=?(?![A-Za-z0-9+/]))""")
{
    public override string Description => "A key in a connection string: it gives all rights over a storage account, bus or hub.";
}
