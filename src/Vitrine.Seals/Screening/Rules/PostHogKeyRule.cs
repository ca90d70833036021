namespace Vitrine.Seals;

/// <summary>PostHog keys, after <c>phx_</c>.</summary>
internal sealed class PostHogKeyRule : TokenRule
{
    public override string Id => "posthog-key";

    public override string Title => "PostHog key";

    public override IReadOnlyList<string> Issuers => ["PostHog"];

    public override string Description => "Personal API keys of PostHog; a project's key is public and no finding.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("phx_", Alphabet.Base62, 43, 48, "a PostHog personal API key"),
    ];
}
