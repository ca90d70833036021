namespace Vitrine.Seals;

/// <summary>CircleCI tokens, after <c>CCIPAT_</c>, <c>CCIPRJ_</c>.</summary>
internal sealed class CircleCiTokenRule : TokenRule
{
    public override string Id => "circleci-token";

    public override string Title => "CircleCI token";

    public override IReadOnlyList<string> Issuers => ["CircleCI"];

    public override string Description => "Personal and project tokens of CircleCI, with which builds are run and their secrets reached.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("CCIPAT_", Alphabet.Word, 60, 64, "a CircleCI personal token"),
        new("CCIPRJ_", Alphabet.Word, 60, 64, "a CircleCI project token"),
    ];
}
