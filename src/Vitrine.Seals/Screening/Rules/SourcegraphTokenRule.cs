namespace Vitrine.Seals;

/// <summary>Sourcegraph or Segment tokens, after <c>sgp_</c>.</summary>
internal sealed class SourcegraphTokenRule : TokenRule
{
    public override string Id => "sourcegraph-token";

    public override string Title => "Sourcegraph or Segment token";

    public override IReadOnlyList<string> Issuers => ["Sourcegraph", "Segment"];

    public override string Description => "Access tokens of Sourcegraph and of Segment's public API, which begin alike.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("sgp_", Alphabet.Word, 40, 64, "a token of Sourcegraph or Segment"),
    ];
}
