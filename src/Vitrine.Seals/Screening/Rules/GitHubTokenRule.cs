namespace Vitrine.Seals;

/// <summary>GitHub tokens, after <c>ghp_</c>, <c>gho_</c>, <c>ghu_</c>, <c>ghs_</c>, <c>ghr_</c>, <c>github_pat_</c>.</summary>
internal sealed class GitHubTokenRule : TokenRule
{
    public override string Id => "github-token";

    public override string Title => "GitHub token";

    public override IReadOnlyList<string> Issuers => ["GitHub"];

    public override string Description =>
        "GitHub tokens: personal (classic and fine-grained), OAuth, app and refresh tokens. With one, repositories are read "
        + "and written, and workflows are run, in its owner's name.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("ghp_", Alphabet.Base62, 36, 255, "a GitHub personal access token"),
        new("gho_", Alphabet.Base62, 36, 255, "a GitHub OAuth token"),
        new("ghu_", Alphabet.Base62, 36, 255, "a GitHub app's user token"),
        new("ghs_", Alphabet.Base62, 36, 255, "a GitHub app's server token"),
        new("ghr_", Alphabet.Base62, 36, 255, "a GitHub refresh token"),
        new("github_pat_", Alphabet.Word, 82, 255, "a fine-grained GitHub personal access token"),
    ];
}
