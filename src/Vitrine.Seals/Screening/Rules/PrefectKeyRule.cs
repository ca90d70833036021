namespace Vitrine.Seals;

/// <summary>Prefect keys, after <c>pnu_</c>, <c>pnb_</c>.</summary>
internal sealed class PrefectKeyRule : TokenRule
{
    public override string Id => "prefect-key";

    public override string Title => "Prefect key";

    public override IReadOnlyList<string> Issuers => ["Prefect"];

    public override string Description => "API keys of Prefect, of people and of services.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("pnu_", Alphabet.Base62, 36, 36, "a Prefect API key"),
        new("pnb_", Alphabet.Base62, 36, 36, "a Prefect service's API key"),
    ];
}
