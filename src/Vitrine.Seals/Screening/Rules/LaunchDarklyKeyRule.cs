namespace Vitrine.Seals;

/// <summary>LaunchDarkly keys, after <c>api-</c>, <c>sdk-</c>.</summary>
internal sealed class LaunchDarklyKeyRule : TokenRule
{
    public override string Id => "launchdarkly-key";

    public override string Title => "LaunchDarkly key";

    public override IReadOnlyList<string> Issuers => ["LaunchDarkly"];

    public override string Description => "API tokens and server-side keys of LaunchDarkly. A server-side key is medium: it reads flags.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("api-", Alphabet.UuidSigns, 36, 36, "a LaunchDarkly API token"),
        new("sdk-", Alphabet.UuidSigns, 36, 36, "a LaunchDarkly server-side key", ScreeningSeverity.Medium),
    ];

    protected override bool Fits(TokenShape shape, ReadOnlySpan<byte> body) => Secret.IsUuid(body);
}
