namespace Vitrine.Seals;

/// <summary>Docker tokens, after <c>dckr_pat_</c>, <c>dckr_oat_</c>.</summary>
internal sealed class DockerTokenRule : TokenRule
{
    public override string Id => "docker-token";

    public override string Title => "Docker token";

    public override IReadOnlyList<string> Issuers => ["Docker"];

    public override string Description => "Docker Hub access tokens of people and organisations.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("dckr_pat_", Alphabet.Base64Url, 27, 27, "a Docker access token"),
        new("dckr_oat_", Alphabet.Base64Url, 32, 32, "a Docker organisation's access token"),
    ];
}
