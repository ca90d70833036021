namespace Vitrine.Seals;

/// <summary>DigitalOcean tokens.</summary>
internal sealed class DigitalOceanToken() : SecretRule(
    "digitalocean-token",
    "DigitalOcean token",
    FindingSeverity.Critical,
    ["dop_v1_", "doo_v1_", "dor_v1_"],
    """\bdo[opr]_v1_[0-9a-f]{64}\b""")
{
    public override string Description => "A token of DigitalOcean's API: personal, OAuth, or refresh.";
}
