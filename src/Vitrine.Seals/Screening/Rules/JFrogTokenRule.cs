namespace Vitrine.Seals;

/// <summary>JFrog tokens, after <c>AKCp</c>, <c>cmVmdGtu</c>.</summary>
internal sealed class JFrogTokenRule : TokenRule
{
    public override string Id => "jfrog-token";

    public override string Title => "JFrog token";

    public override IReadOnlyList<string> Issuers => ["JFrog"];

    public override string Description => "API keys and reference tokens of Artifactory.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("AKCp", Alphabet.Base62, 69, 73, "an Artifactory API key"),
        new("cmVmdGtu", Alphabet.Base62, 56, 56, "an Artifactory reference token"),
    ];
}
