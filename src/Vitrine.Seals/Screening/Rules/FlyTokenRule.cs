namespace Vitrine.Seals;

/// <summary>Fly.io tokens, after <c>fm2_</c>, <c>fm1r_</c>, <c>fm1a_</c>.</summary>
internal sealed class FlyTokenRule : TokenRule
{
    public override string Id => "fly-token";

    public override string Title => "Fly.io token";

    public override IReadOnlyList<string> Issuers => ["Fly.io"];

    public override string Description => "Access tokens of Fly.io.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("fm2_", Alphabet.PaddedUrl, 100, 2000, "a Fly.io access token"),
        new("fm1r_", Alphabet.PaddedUrl, 100, 2000, "a Fly.io access token"),
        new("fo1_", Alphabet.Base64Url, 43, 43, "a Fly.io access token"),
        new("fm1a_", Alphabet.PaddedUrl, 100, 2000, "a Fly.io access token"),
    ];
}
