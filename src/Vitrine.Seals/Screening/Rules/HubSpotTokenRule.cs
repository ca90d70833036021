namespace Vitrine.Seals;

/// <summary>HubSpot tokens, after <c>pat-na1-</c>, <c>pat-na2-</c>, <c>pat-eu1-</c>.</summary>
internal sealed class HubSpotTokenRule : TokenRule
{
    public override string Id => "hubspot-token";

    public override string Title => "HubSpot token";

    public override IReadOnlyList<string> Issuers => ["HubSpot"];

    public override string Description => "Access tokens of private apps at HubSpot.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("pat-na1-", Alphabet.UuidSigns, 36, 36, "a HubSpot access token"),
        new("pat-na2-", Alphabet.UuidSigns, 36, 36, "a HubSpot access token"),
        new("pat-eu1-", Alphabet.UuidSigns, 36, 36, "a HubSpot access token"),
    ];
}
