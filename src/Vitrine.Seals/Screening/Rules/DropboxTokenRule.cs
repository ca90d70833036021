namespace Vitrine.Seals;

/// <summary>Dropbox tokens, after <c>sl.</c>.</summary>
internal sealed class DropboxTokenRule : TokenRule
{
    public override string Id => "dropbox-token";

    public override string Title => "Dropbox token";

    public override ScreeningSeverity Severity => ScreeningSeverity.Medium;

    public override IReadOnlyList<string> Issuers => ["Dropbox"];

    public override string Description => "Access tokens of Dropbox. They last some hours, so most that stand in sources are spent.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("sl.", Alphabet.Dotted, 120, 1400, "a Dropbox access token", ScreeningSeverity.Medium),
    ];
}
