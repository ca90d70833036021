namespace Vitrine.Seals;

/// <summary>NVIDIA keys, after <c>nvapi-</c>.</summary>
internal sealed class NvidiaKeyRule : TokenRule
{
    public override string Id => "nvidia-key";

    public override string Title => "NVIDIA key";

    public override IReadOnlyList<string> Issuers => ["NVIDIA"];

    public override string Description => "API keys of NVIDIA's catalogue and registry.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("nvapi-", Alphabet.Base64Url, 60, 70, "an NVIDIA API key"),
    ];
}
