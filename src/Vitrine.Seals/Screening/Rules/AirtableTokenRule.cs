namespace Vitrine.Seals;

/// <summary>Airtable tokens, after <c>pat</c>.</summary>
internal sealed class AirtableTokenRule : TokenRule
{
    public override string Id => "airtable-token";

    public override string Title => "Airtable token";

    public override IReadOnlyList<string> Issuers => ["Airtable"];

    public override string Description => "Personal access tokens of Airtable: an id and a secret part.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("pat", Alphabet.Dotted, 79, 79, "an Airtable access token"),
    ];

    protected override bool Fits(TokenShape shape, ReadOnlySpan<byte> body) => body[14] == '.' && body[15..].IndexOfAnyExcept(Alphabet.LowerHex) < 0 && body[..14].IndexOfAnyExcept(Alphabet.Base62) < 0;
}
