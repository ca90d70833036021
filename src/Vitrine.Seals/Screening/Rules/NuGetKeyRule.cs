namespace Vitrine.Seals;

/// <summary>NuGet keys, after <c>oy2</c>.</summary>
internal sealed class NuGetKeyRule : TokenRule
{
    public override string Id => "nuget-key";

    public override string Title => "NuGet key";

    public override IReadOnlyList<string> Issuers => ["NuGet"];

    public override string Description => "NuGet.org API keys. With one, packages are published in its owner's name.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("oy2", Alphabet.LowerDigits, 43, 43, "a NuGet API key"),
    ];
}
