namespace Vitrine.Seals;

/// <summary>GitLab tokens.</summary>
internal sealed class GitLabToken() : SecretRule(
    "gitlab-token",
    "GitLab token",
    FindingSeverity.Critical,
    ["glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glsoat-", "glft-"],
    """\bgl(?:pat|dt|rt|cbt|ptt|soat|ft)-[A-Za-z0-9_=.-]{20,64}""")
{
    public override string Description => "A token of a user, a deployment, a runner or a pipeline of GitLab.";
}
