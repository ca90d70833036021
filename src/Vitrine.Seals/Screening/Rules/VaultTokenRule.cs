namespace Vitrine.Seals;

/// <summary>Vault tokens, after <c>hvs.</c>, <c>hvb.</c>, <c>hvr.</c>.</summary>
internal sealed class VaultTokenRule : TokenRule
{
    public override string Id => "vault-token";

    public override string Title => "Vault token";

    public override IReadOnlyList<string> Issuers => ["HashiCorp"];

    public override string Description => "HashiCorp Vault service, batch and recovery tokens.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("hvs.", Alphabet.Base64Url, 80, 1024, "a Vault service token"),
        new("hvb.", Alphabet.Base64Url, 80, 2048, "a Vault batch token"),
        new("hvr.", Alphabet.Base64Url, 80, 1024, "a Vault recovery token"),
    ];
}
