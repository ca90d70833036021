namespace Vitrine.Seals;

/// <summary>GitHub tokens.</summary>
internal sealed class GitHubToken() : SecretRule(
    "github-token",
    "GitHub token",
    FindingSeverity.Critical,
    ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"],
    """\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})\b""")
{
    public override string Description => "A token of a user, an application or a workflow of GitHub: it can read and often write repositories.";
}
