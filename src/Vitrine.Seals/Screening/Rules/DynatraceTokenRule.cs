namespace Vitrine.Seals;

/// <summary>Dynatrace tokens, after <c>dt0c01.</c>, <c>dt0s01.</c>.</summary>
internal sealed class DynatraceTokenRule : TokenRule
{
    public override string Id => "dynatrace-token";

    public override string Title => "Dynatrace token";

    public override IReadOnlyList<string> Issuers => ["Dynatrace"];

    public override string Description => "Access tokens of Dynatrace: a public and a secret part.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("dt0c01.", Alphabet.Dotted, 89, 89, "a Dynatrace access token"),
        new("dt0s01.", Alphabet.Dotted, 73, 89, "a Dynatrace platform token"),
    ];
}
