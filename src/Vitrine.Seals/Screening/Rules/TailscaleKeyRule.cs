namespace Vitrine.Seals;

/// <summary>Tailscale keys, after <c>tskey-auth-</c>, <c>tskey-api-</c>, <c>tskey-client-</c>.</summary>
internal sealed class TailscaleKeyRule : TokenRule
{
    public override string Id => "tailscale-key";

    public override string Title => "Tailscale key";

    public override IReadOnlyList<string> Issuers => ["Tailscale"];

    public override string Description => "Keys of Tailscale: whoever has one joins or administers the network.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("tskey-auth-", Alphabet.Dashed, 25, 80, "a Tailscale auth key"),
        new("tskey-api-", Alphabet.Dashed, 25, 80, "a Tailscale API key"),
        new("tskey-client-", Alphabet.Dashed, 25, 80, "the secret of a Tailscale OAuth client"),
    ];
}
