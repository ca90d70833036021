namespace Vitrine.Seals;

/// <summary>Typeform tokens, after <c>tfp_</c>.</summary>
internal sealed class TypeformTokenRule : TokenRule
{
    public override string Id => "typeform-token";

    public override string Title => "Typeform token";

    public override IReadOnlyList<string> Issuers => ["Typeform"];

    public override string Description => "Personal access tokens of Typeform.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("tfp_", Alphabet.Dotted, 40, 64, "a Typeform access token"),
    ];
}
