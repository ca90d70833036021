namespace Vitrine.Seals;

/// <summary>Packagist tokens, after <c>packagist_uut_</c>, <c>packagist_out_</c>, <c>packagist_ort_</c>.</summary>
internal sealed class PackagistTokenRule : TokenRule
{
    public override string Id => "packagist-token";

    public override string Title => "Packagist token";

    public override IReadOnlyList<string> Issuers => ["Packagist"];

    public override string Description => "Tokens of Private Packagist, of people and organisations.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("packagist_uut_", Alphabet.LowerHex, 68, 68, "a Packagist token"),
        new("packagist_out_", Alphabet.LowerHex, 68, 68, "a Packagist token"),
        new("packagist_ort_", Alphabet.LowerHex, 68, 68, "a Packagist token"),
    ];
}
