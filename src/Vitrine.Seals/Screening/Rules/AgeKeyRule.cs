namespace Vitrine.Seals;

/// <summary>age keys, after <c>AGE-SECRET-KEY-1</c>.</summary>
internal sealed class AgeKeyRule : TokenRule
{
    public override string Id => "age-key";

    public override string Title => "age key";

    public override string Description => "Identities of the age encryption tool: with one, whatever was encrypted to it is read.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("AGE-SECRET-KEY-1", Alphabet.UpperDigits, 58, 58, "an age identity"),
    ];
}
