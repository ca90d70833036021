namespace Vitrine.Seals;

/// <summary>RubyGems keys, after <c>rubygems_</c>.</summary>
internal sealed class RubyGemsKeyRule : TokenRule
{
    public override string Id => "rubygems-key";

    public override string Title => "RubyGems key";

    public override IReadOnlyList<string> Issuers => ["RubyGems"];

    public override string Description => "RubyGems.org API keys. With one, gems are published in its owner's name.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("rubygems_", Alphabet.LowerHex, 48, 48, "a RubyGems API key"),
    ];
}
