namespace Vitrine.Seals;

/// <summary>Adafruit IO keys, after <c>aio_</c>.</summary>
internal sealed class AdafruitKeyRule : TokenRule
{
    public override string Id => "adafruit-key";

    public override string Title => "Adafruit IO key";

    public override IReadOnlyList<string> Issuers => ["Adafruit"];

    public override string Description => "Keys of Adafruit IO, which act in their owner's name.";

    internal override IReadOnlyList<TokenShape> Shapes { get; } =
    [
        new("aio_", Alphabet.Base62, 28, 28, "an Adafruit IO key"),
    ];
}
