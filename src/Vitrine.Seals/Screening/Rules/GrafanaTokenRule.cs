namespace Vitrine.Seals;

/// <summary>Grafana tokens, after <c>glsa_</c>, <c>glc_</c>.</summary>
internal sealed class GrafanaTokenRule : TokenRule
{
    public override string Id => "grafana-token";

    public override string Title => "Grafana token";

    public override IReadOnlyList<string> Issuers => ["Grafana"];

    public override string Description => "Grafana service account and cloud access tokens.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("glsa_", Alphabet.Word, 41, 41, "a Grafana service account's token"),
        new("eyJrIjoi", Alphabet.PaddedBase64, 70, 400, "a Grafana API key"),
        new("glc_", Alphabet.PaddedBase64, 32, 512, "a Grafana Cloud token"),
    ];
}
