namespace Vitrine.Seals;

/// <summary>SonarQube tokens, after <c>squ_</c>, <c>sqp_</c>, <c>sqa_</c>.</summary>
internal sealed class SonarTokenRule : TokenRule
{
    public override string Id => "sonar-token";

    public override string Title => "SonarQube token";

    public override IReadOnlyList<string> Issuers => ["SonarSource"];

    public override string Description => "User, project and global tokens of SonarQube and SonarCloud.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("squ_", Alphabet.LowerHex, 40, 40, "a SonarQube user token"),
        new("sqp_", Alphabet.LowerHex, 40, 40, "a SonarQube project token"),
        new("sqa_", Alphabet.LowerHex, 40, 40, "a SonarQube analysis token"),
    ];
}
