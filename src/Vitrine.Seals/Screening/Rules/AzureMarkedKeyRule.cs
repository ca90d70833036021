namespace Vitrine.Seals;

/// <summary>Azure key with a marks, told by what stands in them.</summary>
internal sealed class AzureMarkedKeyRule : MarkedTokenRule
{
    public override string Id => "azure-marked-key";

    public override string Title => "Azure key with a mark";

    public override IReadOnlyList<string> Issuers => ["Microsoft Azure"];

    public override string Description => "Keys of Azure's services that carry the service's mark: storage, databases, functions, search, caches, messages, registries and DevOps.";

    internal override IReadOnlyList<MarkedShape> Shapes { get; } =
    [
        new("+ASt", Alphabet.PaddedBase64, 76, 8, 8, "the key of an Azure storage account"),
        new("ACDb", Alphabet.PaddedBase64, 76, 8, 8, "the key of an Azure Cosmos database"),
        new("+ABa", Alphabet.PaddedBase64, 76, 8, 8, "the key of an Azure batch account"),
        new("APIM", Alphabet.PaddedBase64, 76, 8, 8, "the key of Azure's API management"),
        new("AzFu", Alphabet.PaddedUrl, 44, 8, 8, "the key of an Azure function"),
        new("AzSe", Alphabet.Base62, 42, 6, 6, "the key of an Azure search service"),
        new("AzCa", Alphabet.PaddedBase64, 33, 7, 7, "the key of an Azure cache"),
        new("+ASb", Alphabet.PaddedBase64, 33, 7, 7, "the key of an Azure service bus"),
        new("+AEh", Alphabet.PaddedBase64, 33, 7, 7, "the key of an Azure event hub"),
        new("+ARm", Alphabet.PaddedBase64, 33, 7, 7, "the key of an Azure relay"),
        new("AIoT", Alphabet.PaddedBase64, 33, 7, 7, "the key of an Azure IoT hub"),
        new("+ACR", Alphabet.Base64, 42, 6, 6, "the key of an Azure container registry"),
        new("JQQJ9", Alphabet.Base62, 52, 27, 27, "a key of Azure in the common form"),
    ];
}
