namespace Vitrine.Seals;

/// <summary>GitLab tokens, by their prefixes.</summary>
internal sealed class GitLabTokenRule : TokenRule
{
    public override string Id => "gitlab-token";

    public override string Title => "GitLab token";

    public override IReadOnlyList<string> Issuers => ["GitLab"];

    public override string Description => "GitLab tokens: personal, project, deploy, runner, trigger, feed, agent and OAuth tokens.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("glpat-", Alphabet.Dotted, 20, 320, "a GitLab access token"),
        new("gldt-", Alphabet.Dotted, 20, 320, "a GitLab deploy token"),
        new("glrt-", Alphabet.Dotted, 20, 320, "a GitLab runner token"),
        new("glptt-", Alphabet.Base64Url, 40, 64, "a GitLab pipeline trigger token"),
        new("glcbt-", Alphabet.Dotted, 20, 320, "a GitLab job token"),
        new("glft-", Alphabet.Base64Url, 20, 64, "a GitLab feed token"),
        new("glimt-", Alphabet.Base64Url, 25, 64, "a GitLab mail token"),
        new("glagent-", Alphabet.Base64Url, 50, 1024, "a GitLab agent token"),
        new("gloas-", Alphabet.Base64Url, 64, 128, "a GitLab OAuth secret"),
        new("glsoat-", Alphabet.Base64Url, 20, 64, "a GitLab SCIM token"),
        new("glffct-", Alphabet.Base64Url, 20, 64, "a GitLab feature flags token"),
        new("glwt-", Alphabet.Base64Url, 20, 64, "a GitLab workspace token"),
        new("GR1348941", Alphabet.Base64Url, 20, 64, "a GitLab runner registration token"),
    ];
}
