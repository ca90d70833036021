namespace Vitrine.Seals;

/// <summary>OpenShift tokens, after <c>sha256~</c>.</summary>
internal sealed class OpenShiftTokenRule : TokenRule
{
    public override string Id => "openshift-token";

    public override string Title => "OpenShift token";

    public override IReadOnlyList<string> Issuers => ["Red Hat"];

    public override string Description => "OAuth tokens of OpenShift, with which one acts on a cluster.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("sha256~", Alphabet.Base64Url, 43, 43, "an OpenShift token"),
    ];
}
