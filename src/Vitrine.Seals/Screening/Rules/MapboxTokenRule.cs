namespace Vitrine.Seals;

/// <summary>Mapbox tokens, after <c>sk.eyJ</c>.</summary>
internal sealed class MapboxTokenRule : TokenRule
{
    public override string Id => "mapbox-token";

    public override string Title => "Mapbox token";

    public override IReadOnlyList<string> Issuers => ["Mapbox"];

    public override string Description => "Secret tokens of Mapbox; public ones are no finding.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("sk.eyJ", Alphabet.Dotted, 80, 300, "a secret Mapbox token"),
    ];
}
