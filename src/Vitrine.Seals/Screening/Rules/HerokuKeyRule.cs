namespace Vitrine.Seals;

/// <summary>Heroku keys, after <c>HRKU-AA</c>.</summary>
internal sealed class HerokuKeyRule : TokenRule
{
    public override string Id => "heroku-key";

    public override string Title => "Heroku key";

    public override IReadOnlyList<string> Issuers => ["Heroku"];

    public override string Description => "Heroku API keys, by which applications are changed and stopped.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("HRKU-AA", Alphabet.Base64Url, 58, 58, "a Heroku API key"),
    ];
}
