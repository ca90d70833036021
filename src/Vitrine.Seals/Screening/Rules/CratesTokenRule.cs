namespace Vitrine.Seals;

/// <summary>crates.io tokens, after <c>cio</c>.</summary>
internal sealed class CratesTokenRule : TokenRule
{
    public override string Id => "crates-token";

    public override string Title => "crates.io token";

    public override IReadOnlyList<string> Issuers => ["crates.io"];

    public override string Description => "crates.io tokens. With one, crates are published in its owner's name.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("cio", Alphabet.Base62, 32, 32, "a crates.io token"),
    ];
}
