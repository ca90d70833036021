namespace Vitrine.Seals;

/// <summary>Clojars tokens, after <c>CLOJARS_</c>.</summary>
internal sealed class ClojarsTokenRule : TokenRule
{
    public override string Id => "clojars-token";

    public override string Title => "Clojars token";

    public override IReadOnlyList<string> Issuers => ["Clojars"];

    public override string Description => "Deploy tokens of Clojars. With one, packages are published in its owner's name.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("CLOJARS_", Alphabet.LowerHex, 60, 60, "a Clojars deploy token"),
    ];
}
