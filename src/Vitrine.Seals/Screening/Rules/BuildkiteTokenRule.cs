namespace Vitrine.Seals;

/// <summary>Buildkite tokens, after <c>bkua_</c>.</summary>
internal sealed class BuildkiteTokenRule : TokenRule
{
    public override string Id => "buildkite-token";

    public override string Title => "Buildkite token";

    public override IReadOnlyList<string> Issuers => ["Buildkite"];

    public override string Description => "API tokens of Buildkite.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("bkua_", Alphabet.LowerHex, 40, 40, "a Buildkite API token"),
    ];
}
