namespace Vitrine.Seals;

/// <summary>Grafana tokens.</summary>
internal sealed class GrafanaToken() : SecretRule(
    "grafana-token",
    "Grafana token",
    FindingSeverity.High,
    ["glsa_", "glc_"],
    """\b(?:glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}|glc_[A-Za-z0-9+/]{32,400}={0,2})""")
{
    public override string Description => "A token of a Grafana service account or of Grafana's cloud.";
}
