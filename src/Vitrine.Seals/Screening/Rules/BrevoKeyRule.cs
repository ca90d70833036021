namespace Vitrine.Seals;

/// <summary>Brevo keys, after <c>xkeysib-</c>, <c>xsmtpsib-</c>.</summary>
internal sealed class BrevoKeyRule : TokenRule
{
    public override string Id => "brevo-key";

    public override string Title => "Brevo key";

    public override IReadOnlyList<string> Issuers => ["Brevo"];

    public override string Description => "API and SMTP keys of Brevo, once Sendinblue. With one, mail is sent in its owner's name.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("xkeysib-", Alphabet.Dashed, 81, 81, "a Brevo API key"),
        new("xsmtpsib-", Alphabet.Dashed, 81, 81, "a Brevo SMTP key"),
    ];
}
